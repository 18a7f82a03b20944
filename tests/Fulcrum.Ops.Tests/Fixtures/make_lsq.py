"""Makes fake-quantize.json: values and gradients of learned step size quantization, element by element from equations (1) to (3) of Esser et al. 2020.

Run: python3 make_lsq.py > fake-quantize.json   (plain Python, double precision)
"""
import json
import math
import random

random.seed(5)


def cases():
    yield "per channel", [4, 3], [4, 1], [0.11, 0.4, 0.07, 0.2], -8, 7, 0
    yield "one step", [2, 3, 4], [], [0.05], 0, 15, 6
    yield "last axis", [3, 5], [5], [0.3, 0.1, 0.2, 0.5, 0.06], -2, 1, 0


def element(x, s, n, p):
    """The value, d value / dx, d value / ds."""
    v = x / s
    if v <= n:
        return n * s, 0.0, float(n)
    if v >= p:
        return p * s, 0.0, float(p)
    return round(v) * s, 1.0, round(v) - v


def away(s, n, p):
    """A number, a third of them outside the grid, at least a fifth of a step from where rounding or clipping changes."""
    v = random.randint(n - (p - n) // 2 - 1, p + (p - n) // 2 + 1) + random.uniform(-0.3, 0.3)
    return (v + 0.35 if abs(v - n) < 0.05 else v - 0.35 if abs(v - p) < 0.05 else v) * s


result = []
for name, shape, steps, scales, low, high, zero in cases():
    count = math.prod(shape)
    if not steps:
        owner = [0] * count
    elif steps[0] == shape[0] and len(steps) == 2:
        owner = [i // (count // shape[0]) for i in range(count)]
    else:
        owner = [i % shape[-1] for i in range(count)]
    n, p = low - zero, high - zero
    gain = 1 / math.sqrt(count / len(scales) * high)
    x = [away(scales[owner[i]], n, p) for i in range(count)]
    dy = [random.uniform(-1, 1) for _ in range(count)]
    each = [element(v, scales[owner[i]], n, p) for i, v in enumerate(x)]
    ds = [gain * sum(dy[i] * each[i][2] for i in range(count) if owner[i] == c) for c in range(len(scales))]
    result.append({
        "name": name, "shape": shape, "steps": steps, "scales": scales, "low": low, "high": high, "zero": zero, "gain": gain, "x": x, "dy": dy,
        "y": [e[0] for e in each], "dx": [g * e[1] for g, e in zip(dy, each)], "ds": ds,
    })
print(json.dumps(result))
