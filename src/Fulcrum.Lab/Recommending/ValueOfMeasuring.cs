using Fulcrum.Statistics.Distributions;

namespace Fulcrum.Lab.Recommending;

/// <summary>
/// What one more measurement is worth: the expected regret of the choice that would be made after it (the knowledge gradient of Frazier, Powell and Dayanik 2009 for correlated beliefs, on logarithms). The value that
/// would be measured is not known, so it is averaged over what is believed of it.
/// </summary>
internal static class ValueOfMeasuring
{
    /// <summary>Standard error of the logarithm of the median of some twenty requests.</summary>
    public const double MeasuringError = 0.03;

    private const int Nodes = 31;

    /// <summary>The expected regret now, and the measurement after which it is least; null when no measurement lowers it.</summary>
    /// <param name="belief">Latencies of the strategies that may be chosen.</param>
    /// <param name="scores">What is minimised, by place in <paramref name="belief"/> and seconds.</param>
    /// <param name="least">Expected score of whichever is best.</param>
    public static (double Regret, (int Strategy, double After)? Next) Of(JointLatency belief, Func<int, double, double> scores, double least)
    {
        int n = belief.LogMedian.Length;
        double before = Math.Max(0, Expected(belief, scores, Choose(belief.LogMedian, scores)) - least);
        (int Strategy, double After)? best = null;
        for (int measured = 0; measured < n && n > 1; measured++)
        {
            double variance = belief.Covariance[measured, measured] + (MeasuringError * MeasuringError), after = 0;
            double[] gains = [.. Enumerable.Range(0, n).Select(i => belief.Covariance[i, measured] / Math.Sqrt(variance))];
            for (int node = 0; node < Nodes; node++)
            {
                double z = Normal.Quantile((node + 0.5) / Nodes);
                double[] updated = [.. belief.LogMedian.Select((m, i) => m + (gains[i] * z))];
                int chosen = Choose(updated, scores);
                double rest = belief.Covariance[chosen, chosen] - (gains[chosen] * gains[chosen]);
                after += scores(chosen, Math.Exp(updated[chosen] + (Math.Max(0, rest) / 2))) / Nodes;
            }

            double regret = Math.Max(0, after - least);
            if (regret < before && (best is null || regret < best.Value.After))
                best = (measured, regret);
        }

        return (before, best);
    }

    /// <summary>The one of the least predicted median score.</summary>
    private static int Choose(double[] logs, Func<int, double, double> scores) => Enumerable.Range(0, logs.Length).MinBy(i => scores(i, Math.Exp(logs[i])));

    private static double Expected(JointLatency belief, Func<int, double, double> scores, int chosen) => scores(chosen, belief.Mean(chosen));
}
