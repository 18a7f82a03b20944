using Fulcrum.Data;

namespace Fulcrum.Evaluation.Metrics;

/// <summary>The share of samples whose class is among the k highest outputs, with Wilson's interval.</summary>
/// <param name="k">1 or more.</param>
public sealed class TopK(int k) : Metric
{
    private readonly List<bool> _answers = [];

    /// <inheritdoc/>
    public override string Name => $"top{k}";

    /// <summary>For each sample, whether it was answered right.</summary>
    public IReadOnlyList<bool> Answers => _answers;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, int samples)
    {
        int classes = outputs.Length / samples;
        for (int i = 0; i < samples; i++)
            _answers.Add(IsAmongHighest(outputs.Slice(i * classes, classes), labels[i]));
    }

    /// <inheritdoc/>
    public override MetricResult Result()
    {
        var accuracy = new Accuracy(_answers.Count(a => a), _answers.Count);
        (double low, double high) = accuracy.Interval;
        return new MetricResult(accuracy.Value, low, high, _answers.Count);
    }

    /// <inheritdoc/>
    public override MetricDrop DropTo(Metric variant)
    {
        if (variant is not TopK other || other.Name != Name || other._answers.Count != _answers.Count)
            throw new ArgumentException($"{variant.Name} cannot be compared with {Name} of {_answers.Count} samples.");
        PairedDrop drop = PairedDrop.Between([.. _answers], [.. other._answers]);
        return new MetricDrop(drop.Points, drop.Interval.Low, drop.Interval.High);
    }

    /// <summary>Of equal outputs the first counts as the highest; NaN is never right.</summary>
    private bool IsAmongHighest(ReadOnlySpan<float> values, int label)
    {
        if (label >= values.Length || float.IsNaN(values[label]))
            return false;
        int before = 0;
        for (int i = 0; i < values.Length; i++)
            before += values[i] > values[label] || (values[i] == values[label] && i < label) || float.IsNaN(values[i]) ? 1 : 0;
        return before < k;
    }
}
