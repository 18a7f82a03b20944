using Fulcrum.Statistics.Samples;

namespace Fulcrum.Statistics.Effects;

/// <summary>
/// Percentile bootstrap (Efron and Tibshirani 1993, chapter 13). Not BCa: its acceleration comes from the jackknife, which is inconsistent for a median (ibid., section 11.6).
/// </summary>
public static class Bootstrap
{
    /// <summary>Values of a statistic over resamples drawn with replacement, in the order drawn.</summary>
    /// <param name="count">Size of the sample.</param>
    /// <param name="resamples">How often to draw.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="statistic">The statistic of the drawn places, each 0 to <paramref name="count"/> - 1. The array is used again and may be changed.</param>
    public static double[] Resample(int count, int resamples, int seed, Func<int[], double> statistic)
    {
        var random = new Random(seed);
        double[] values = new double[resamples];
        int[] drawn = new int[count];
        for (int r = 0; r < resamples; r++)
        {
            for (int i = 0; i < count; i++)
                drawn[i] = random.Next(count);
            values[r] = statistic(drawn);
        }

        return values;
    }

    /// <summary>Medians of resamples of one sample.</summary>
    /// <param name="values">At least one finite value.</param>
    /// <param name="resamples">How often to draw.</param>
    /// <param name="seed">Seed of the draws; independent samples need different ones.</param>
    public static double[] Medians(IReadOnlyList<double> values, int resamples, int seed)
    {
        Sample.Require(values, 1, "bootstrap");
        double[] sorted = [.. values.Order()];
        return Resample(sorted.Length, resamples, seed, drawn =>
        {
            Array.Sort(drawn);
            return (sorted[drawn[(drawn.Length - 1) / 2]] + sorted[drawn[drawn.Length / 2]]) / 2;
        });
    }

    /// <summary>The interval that holds 95 % of the resampled values.</summary>
    public static (double Low, double High) Interval(IReadOnlyList<double> resampled) => (Quantile.Of(resampled, 0.025), Quantile.Of(resampled, 0.975));

    /// <summary>The 95 % interval of a ratio of two independent statistics, from the resampled values of each, divided in the order drawn.</summary>
    public static (double Low, double High) RatioInterval(double[] above, double[] below) => Interval([.. above.Zip(below, (a, b) => a / b)]);
}
