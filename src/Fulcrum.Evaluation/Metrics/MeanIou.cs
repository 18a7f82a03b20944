using Fulcrum.Data;

namespace Fulcrum.Evaluation.Metrics;

/// <summary>
/// Mean intersection over union of segmentation: per class c, pixels answered c and labelled c over pixels answered or labelled c, summed over all samples; the mean over the classes that occur.
/// The answer of a pixel is the class of the highest output, the first of equal ones; NaN is never the highest. Pixels labelled 255 do not count. See Everingham et al. 2010 (PASCAL VOC).
/// </summary>
public sealed class MeanIou : BootstrapMetric
{
    /// <summary>Per sample the classes that occur in it.</summary>
    private readonly List<Overlap[]> _samples = [];
    private int _classes;

    /// <inheritdoc/>
    public override string Name => "miou";

    /// <inheritdoc/>
    public override bool TakesMaps => true;

    /// <inheritdoc/>
    protected override int Count => _samples.Count;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, int samples)
    {
        int pixels = labels.Length / samples, values = outputs.Length / samples, answers = values / pixels;
        for (int i = 0; i < samples; i++)
            _samples.Add(Compare(outputs.Slice(i * values, values), labels.Slice(i * pixels, pixels), answers));
    }

    /// <inheritdoc/>
    protected override double Of(int[] samples)
    {
        long[] shared = new long[_classes], all = new long[_classes];
        foreach (int sample in samples)
        {
            foreach (Overlap overlap in _samples[sample])
            {
                shared[overlap.Class] += overlap.Shared;
                all[overlap.Class] += overlap.All;
            }
        }

        (double sum, int occurring) = (0, 0);
        for (int c = 0; c < _classes; c++)
        {
            if (all[c] == 0)
                continue;
            sum += (double)shared[c] / all[c];
            occurring++;
        }

        return occurring == 0 ? 0 : sum / occurring;
    }

    private Overlap[] Compare(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, int answers)
    {
        int classes = Math.Max(answers, DatasetSplit.Ignored);
        int[] shared = new int[classes], all = new int[classes];
        for (int p = 0; p < labels.Length; p++)
        {
            int label = labels[p], answer = Answer(outputs, p, labels.Length, answers);
            if (label == DatasetSplit.Ignored)
                continue;
            all[label]++;
            if (answer == label)
                shared[label]++;
            else if (answer >= 0)
                all[answer]++;
        }

        Overlap[] occurring = [.. Enumerable.Range(0, classes).Where(c => all[c] > 0).Select(c => new Overlap(c, shared[c], all[c]))];
        _classes = Math.Max(_classes, occurring.Length == 0 ? 0 : occurring[^1].Class + 1);
        return occurring;
    }

    /// <summary>The class of a pixel; -1 when every output is NaN.</summary>
    private static int Answer(ReadOnlySpan<float> outputs, int pixel, int pixels, int answers)
    {
        int best = -1;
        for (int c = 0; c < answers; c++)
        {
            float value = outputs[(c * pixels) + pixel];
            if (!float.IsNaN(value) && (best < 0 || value > outputs[(best * pixels) + pixel]))
                best = c;
        }

        return best;
    }

    /// <summary>What one sample adds to a class: pixels of both, pixels of either.</summary>
    private readonly record struct Overlap(int Class, int Shared, int All);
}
