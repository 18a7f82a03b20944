using Fulcrum.Statistics.Effects;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Evaluation.Timing;

/// <summary>How many times longer one alternative takes than another, by medians, with a 95 % interval.</summary>
public sealed record TimeRatio(double Value, double Low, double High)
{
    private const int Resamples = 1000;

    /// <summary>The ratio of medians of times taken in turns; its percentile bootstrap draws whole rounds (Efron and Tibshirani 1993, chapter 13).</summary>
    /// <param name="above">Times of the one, round by round.</param>
    /// <param name="below">Times of the other, in the same rounds.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static TimeRatio Of(double[] above, double[] below, int seed)
    {
        double[] ratios = Bootstrap.Resample(
            above.Length, Resamples, seed, rounds => Quantile.Median(rounds.Select(r => above[r])) / Quantile.Median(rounds.Select(r => below[r])));
        (double low, double high) = Bootstrap.Interval(ratios);
        return new TimeRatio(Quantile.Median(above) / Quantile.Median(below), low, high);
    }
}
