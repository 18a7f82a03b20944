namespace Fulcrum.Evaluation.Metrics;

/// <summary>F1, the harmonic mean of precision and recall: of class 1 where there are two classes (as GLUE judges MRPC), else the mean over classes (macro).</summary>
public sealed class F1 : BootstrapMetric
{
    private readonly List<(int Label, int Answer)> _verdicts = [];
    private int _classes;

    /// <inheritdoc/>
    public override string Name => "f1";

    /// <inheritdoc/>
    protected override int Count => _verdicts.Count;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, int samples)
    {
        _classes = outputs.Length / samples;
        for (int i = 0; i < samples; i++)
            _verdicts.Add((labels[i], IndexOfMax(outputs.Slice(i * _classes, _classes))));
    }

    /// <inheritdoc/>
    protected override double Of(int[] samples)
    {
        int[] hit = new int[_classes], answered = new int[_classes], there = new int[_classes];
        foreach (int sample in samples)
        {
            (int label, int answer) = _verdicts[sample];
            answered[answer]++;
            if (label < _classes)
                there[label]++;
            if (label == answer)
                hit[label]++;
        }

        double Score(int c) => answered[c] + there[c] == 0 ? 0 : 2.0 * hit[c] / (answered[c] + there[c]);
        return _classes == 2 ? Score(1) : Enumerable.Range(0, _classes).Average(Score);
    }
}
