using System.Diagnostics;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>Times a variant beside identity: every round all answer the same sample, in an order drawn anew.</summary>
internal sealed class PairedTimer(int samples, int seed, double seconds, CancellationToken cancellation)
{
    private const int LeastRounds = 31, MostRounds = 2001, WarmUpRounds = 20, Resamples = 1000;

    /// <summary>Measures.</summary>
    public Latency Measure(IVariant identity, IVariant again, IVariant variant)
    {
        IVariant[] all = [identity, again, variant];
        var random = new Random(seed);
        Rounds(all, random, WarmUpRounds / 4, WarmUpRounds, seconds / 10);
        double[][] times = Rounds(all, random, LeastRounds, MostRounds, seconds);
        return new Latency(Median(times[0]), Median(times[2]), Ratio(times[2], times[0]), Ratio(times[1], times[0]), times[2].Average() / times[0].Average(), times[0].Length);
    }

    /// <summary>Milliseconds of each, round by round.</summary>
    private double[][] Rounds(IVariant[] all, Random random, int least, int most, double limit)
    {
        List<double>[] times = [.. all.Select(_ => new List<double>())];
        int[] order = [.. Enumerable.Range(0, all.Length)];
        long began = Stopwatch.GetTimestamp();
        while (times[0].Count < least || (times[0].Count < most && Stopwatch.GetElapsedTime(began).TotalSeconds < limit))
        {
            cancellation.ThrowIfCancellationRequested();
            int sample = random.Next(samples);
            random.Shuffle(order);
            foreach (int i in order)
            {
                all[i].Give(sample);
                long start = Stopwatch.GetTimestamp();
                all[i].Answer();
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return [.. times.Select(t => t.ToArray())];
    }

    /// <summary>The ratio of medians; its percentile bootstrap draws whole rounds (Efron and Tibshirani 1993, chapter 13).</summary>
    private Interval Ratio(double[] above, double[] below)
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

            ratios[r] = Median(a) / Median(b);
        }

        Array.Sort(ratios);
        return new Interval(Median(above) / Median(below), ratios[(int)(0.025 * Resamples)], ratios[(int)(0.975 * Resamples)]);
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
