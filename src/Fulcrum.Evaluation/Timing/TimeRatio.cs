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
        var random = new Random(seed);
        double[] ratios = new double[Resamples], a = new double[above.Length], b = new double[above.Length];
        for (int r = 0; r < Resamples; r++)
        {
            for (int i = 0; i < a.Length; i++)
            {
                int round = random.Next(a.Length);
                (a[i], b[i]) = (above[round], below[round]);
            }

            ratios[r] = Quantile.Median(a) / Quantile.Median(b);
        }

        return new TimeRatio(Quantile.Median(above) / Quantile.Median(below), Quantile.Of(ratios, 0.025), Quantile.Of(ratios, 0.975));
    }
}
