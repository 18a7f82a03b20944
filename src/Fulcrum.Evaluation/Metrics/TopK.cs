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
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels)
    {
        int classes = outputs.Length / labels.Length;
        for (int i = 0; i < labels.Length; i++)
            _answers.Add(IsAmongHighest(outputs.Slice(i * classes, classes), labels[i]));
    }

    /// <inheritdoc/>
    public override MetricResult Result()
    {
        var accuracy = new Accuracy(_answers.Count(a => a), _answers.Count);
        (double low, double high) = accuracy.Interval;
        return new MetricResult(accuracy.Value, low, high, _answers.Count);
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
