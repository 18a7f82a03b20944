using System.Diagnostics;

namespace Fulcrum.Serving.Benchmarks;

/// <summary>Takes turns between what is compared, in an order of its own each round.</summary>
internal static class Turns
{
    /// <summary>The microseconds of each, sorted; a fifth more rounds come before those that count.</summary>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="turns">What is compared.</param>
    /// <param name="after">What is done after each round, with its number; below 0 it does not count.</param>
    public static double[][] Measure(int rounds, IReadOnlyList<Action> turns, Action<int>? after = null)
    {
        double[][] times = [.. turns.Select(_ => new double[rounds])];
        int[] order = [.. Enumerable.Range(0, turns.Count)];
        var random = new Random(1);
        for (int round = -(rounds / 5) - 1; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (int turn in order)
            {
                long start = Stopwatch.GetTimestamp();
                turns[turn]();
                if (round >= 0)
                    times[turn][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }

            after?.Invoke(round);
        }

        foreach (double[] series in times)
            Array.Sort(series);
        return times;
    }

    /// <summary>A quantile of a sorted series.</summary>
    public static double Share(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
