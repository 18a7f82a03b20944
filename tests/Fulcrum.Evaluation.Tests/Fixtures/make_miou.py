"""Makes miou.json: mean intersection over union of random segmentation maps, by a confusion matrix in exact fractions.

Run: python3 make_miou.py > miou.json   (standard library only)

The confusion matrix is filled pixel by pixel; IoU of class c is m[c][c] / (row sum + column sum - m[c][c]), the mean is over
classes whose union is not empty. Pixels labelled 255 do not count. Outputs are [sample, class, pixel] with two decimals, so that
ties occur: the first class wins.
"""
import json
import random
from fractions import Fraction


def mean_iou(samples, classes):
    matrix = [[0] * classes for _ in range(classes)]
    for outputs, labels in samples:
        for pixel, label in enumerate(labels):
            if label == 255:
                continue
            scores = [outputs[c][pixel] for c in range(classes)]
            matrix[label][scores.index(max(scores))] += 1
    ratios = []
    for c in range(classes):
        union = sum(matrix[c]) + sum(row[c] for row in matrix) - matrix[c][c]
        if union:
            ratios.append(Fraction(matrix[c][c], union))
    return float(sum(ratios) / len(ratios))


def case(name, seed, count, classes, pixels, used, ignored):
    rng = random.Random(seed)
    samples = []
    for _ in range(count):
        labels = [255 if rng.random() < ignored else rng.choice(used) for _ in range(pixels)]
        outputs = [[round(rng.random() + (0.3 if labels[p] == c else 0), 2) if c in used else -1.0 for p in range(pixels)] for c in range(classes)]
        samples.append((outputs, labels))
    return {
        "name": name, "classes": classes, "pixels": pixels, "value": mean_iou(samples, classes),
        "outputs": [v for outputs, _ in samples for row in outputs for v in row],
        "labels": [v for _, labels in samples for v in labels],
    }


print(json.dumps([
    case("all classes", 1, 5, 4, 12, [0, 1, 2, 3], 0.0),
    case("ignored pixels", 2, 6, 3, 9, [0, 1, 2], 0.3),
    case("a class that never occurs", 3, 4, 5, 8, [0, 2, 4], 0.1),
    case("one pixel", 4, 7, 2, 1, [0, 1], 0.2),
]))
