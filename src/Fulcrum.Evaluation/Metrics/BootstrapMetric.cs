using Fulcrum.Statistics.Effects;

namespace Fulcrum.Evaluation.Metrics;

/// <summary>
/// A metric that is no mean over samples. Its interval is the percentile bootstrap over samples, 2,000 resamples, seed 1; that of a paired loss draws the same samples for both
/// (Efron and Tibshirani 1993, chapter 13).
/// </summary>
public abstract class BootstrapMetric : Metric
{
    private const int Resamples = 2000;

    /// <summary>Samples judged so far.</summary>
    protected abstract int Count { get; }

    /// <inheritdoc/>
    public override MetricResult Result()
    {
        (double low, double high) = Interval(Of, Count);
        return new MetricResult(Of(All(Count)), low, high, Count);
    }

    /// <inheritdoc/>
    public override MetricDrop DropTo(Metric variant)
    {
        if (variant is not BootstrapMetric other || other.Name != Name || other.Count != Count)
            throw new ArgumentException($"{variant.Name} cannot be compared with {Name} of {Count} samples.");
        double Lost(int[] samples) => 100 * (Of(samples) - other.Of(samples));
        (double low, double high) = Interval(Lost, Count);
        return new MetricDrop(Lost(All(Count)), low, high);
    }

    /// <summary>The metric of some samples; one may occur several times.</summary>
    protected abstract double Of(int[] samples);

    private static int[] All(int count) => [.. Enumerable.Range(0, count)];

    private static (double Low, double High) Interval(Func<int[], double> value, int count)
    {
        double[] resampled = Bootstrap.Resample(count, Resamples, 1, value);
        Array.Sort(resampled);
        return (resampled[(int)(0.025 * Resamples)], resampled[(int)(0.975 * Resamples)]);
    }
}
