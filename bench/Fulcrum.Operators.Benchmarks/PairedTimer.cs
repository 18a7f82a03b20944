using Fulcrum.Evaluation.Timing;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>Times a variant beside identity: every round all answer the same sample, in an order drawn anew.</summary>
internal sealed class PairedTimer(int samples, int seed, double seconds, CancellationToken cancellation)
{
    /// <summary>Measures.</summary>
    public Latency Measure(IVariant identity, IVariant again, IVariant variant)
    {
        var options = new TurnOptions { Seconds = seconds, ShuffleSeed = seed };
        double[][] times = [.. new TurnTimer(options, cancellation: cancellation).Time([.. new[] { identity, again, variant }.Select(v => new Turn(v.Answer, round => v.Give(Sample(round))))])];
        return new Latency(Quantile.Median(times[0]), Quantile.Median(times[2]), Ratio(times[2], times[0]), Ratio(times[1], times[0]), times[2].Average() / times[0].Average(), times[0].Length);
    }

    /// <summary>The sample of a round, drawn from all.</summary>
    private int Sample(int round) => new Random(unchecked((seed * 31) + round)).Next(samples);

    private Interval Ratio(double[] above, double[] below)
    {
        TimeRatio ratio = TimeRatio.Of(above, below, seed);
        return new Interval(ratio.Value, ratio.Low, ratio.High);
    }
}
