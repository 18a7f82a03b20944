namespace Fulcrum.Evaluation.Metrics;

/// <summary>
/// F1, the harmonic mean of precision and recall: of class 1 where there are two classes (as GLUE judges MRPC), else the mean over classes (macro).
/// The interval is the percentile bootstrap over samples, 2,000 resamples, seed 1.
/// </summary>
public sealed class F1 : Metric
{
    private const int Resamples = 2000;
    private readonly List<(int Label, int Answer)> _verdicts = [];
    private int _classes;

    /// <inheritdoc/>
    public override string Name => "f1";

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels)
    {
        _classes = outputs.Length / labels.Length;
        for (int i = 0; i < labels.Length; i++)
            _verdicts.Add((labels[i], IndexOfMax(outputs.Slice(i * _classes, _classes))));
    }

    /// <inheritdoc/>
    public override MetricResult Result()
    {
        int n = _verdicts.Count;
        var random = new Random(1);
        double[] resampled = new double[Resamples];
        int[] drawn = new int[n];
        for (int r = 0; r < Resamples; r++)
        {
            for (int i = 0; i < n; i++)
                drawn[i] = random.Next(n);
            resampled[r] = Of(drawn);
        }

        Array.Sort(resampled);
        return new MetricResult(Of([.. Enumerable.Range(0, n)]), resampled[(int)(0.025 * Resamples)], resampled[(int)(0.975 * Resamples)], n);
    }

    private double Of(int[] samples)
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
