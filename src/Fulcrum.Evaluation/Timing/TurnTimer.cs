using System.Diagnostics;
using Fulcrum.Problems;

namespace Fulcrum.Evaluation.Timing;

/// <summary>Times alternatives in turns: each round runs all of them, so that what else the machine does slows all of them.</summary>
/// <param name="options">How long.</param>
/// <param name="progress">Told the milliseconds spent, of those there are.</param>
/// <param name="cancellation">Ends the work between rounds.</param>
public sealed class TurnTimer(TurnOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
{
    /// <summary>Milliseconds of each alternative, round by round.</summary>
    public IReadOnlyList<double[]> Time(params IReadOnlyList<Turn> turns)
    {
        int[] order = [.. Enumerable.Range(0, turns.Count)];
        Random? random = options.ShuffleSeed is int seed ? new Random(seed) : null;
        int warm = Rounds(turns, order, random, 0, Math.Max(1, options.WarmUpRounds / 4), options.WarmUpRounds, options.Seconds / 10, null)[0].Length;
        return Rounds(turns, order, random, warm, options.LeastRounds, options.MostRounds, options.Seconds, progress);
    }

    private double[][] Rounds(IReadOnlyList<Turn> turns, int[] order, Random? random, int first, int least, int most, double seconds, IProgress<WorkProgress>? told)
    {
        List<double>[] times = [.. turns.Select(_ => new List<double>())];
        long began = Stopwatch.GetTimestamp(), limit = (long)(1000 * seconds);
        for (int round = 0; round < least || (round < most && Stopwatch.GetElapsedTime(began).TotalSeconds < seconds); round++)
        {
            cancellation.ThrowIfCancellationRequested();
            random?.Shuffle(order);
            foreach (int i in order)
            {
                turns[i].Prepare?.Invoke(first + round);
                long start = Stopwatch.GetTimestamp();
                turns[i].Run();
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            told?.Report(new WorkProgress(options.Stage, Math.Min(limit, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds), limit));
        }

        return [.. times.Select(t => t.ToArray())];
    }
}
