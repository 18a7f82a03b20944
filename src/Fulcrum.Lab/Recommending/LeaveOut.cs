using Fulcrum.Statistics.Samples;

namespace Fulcrum.Lab.Recommending;

/// <summary>
/// Judges the recommender by a measured sweep: some of the conditions are kept, everything is fitted to them alone, and a strategy is recommended for each of the others, where what was measured says how good it is.
/// </summary>
public static class LeaveOut
{
    /// <summary>Runs it.</summary>
    /// <param name="candidates">The strategies; only measured ones can be recommended.</param>
    /// <param name="cells">The sweep.</param>
    /// <param name="kept">How many conditions are measured; fewer than there are.</param>
    /// <param name="draws">How many choices of them are tried.</param>
    /// <param name="seed">Seed of the choices.</param>
    /// <param name="cancellation">Stops it between choices.</param>
    public static LeaveOutReport Run(IReadOnlyList<CandidateStrategy> candidates, IReadOnlyList<MeasuredCell> cells, int kept, int draws, int seed, CancellationToken cancellation = default)
    {
        LinkFacts[] conditions = [.. cells.Select(c => c.Links).DistinctBy(l => l.Key).OrderBy(l => l.Key, StringComparer.Ordinal)];
        var by = cells.GroupBy(c => c.Links.Key).ToDictionary(g => g.Key, g => g.OrderBy(c => c.Strategy).ToArray());
        List<LeaveOutDraw> done = [];
        int inside = 0, judged = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            LinkFacts[] order = [.. conditions];
            new Random(checked(seed + draw)).Shuffle(order);
            LinkFacts[] known = order[..kept], rest = order[kept..];
            LatencyPosterior posterior = LatencyPosterior.Fit(candidates, [.. known.SelectMany(k => by[k.Key])], known[0]);
            List<double> ours = [], planned = [], nearest = [];
            var fixedOnes = Enumerable.Range(0, candidates.Count).Where(s => rest.All(c => by[c.Key].Any(m => m.Strategy == s))).ToDictionary(s => s, _ => new List<double>());
            foreach (LinkFacts now in rest)
            {
                MeasuredCell[] there = by[now.Key];
                double best = there.Min(c => c.MedianSeconds);
                JointLatency belief = posterior.Predict([.. there.Select(c => c.Strategy)], now);
                ours.Add(there[Enumerable.Range(0, there.Length).MinBy(i => belief.LogMedian[i])].MedianSeconds / best);
                planned.Add(there.MinBy(c => candidates[c.Strategy].PlannedSeconds(now))!.MedianSeconds / best);
                nearest.Add(Nearest(known, now, by, there) / best);
                foreach (MeasuredCell cell in there.Where(c => fixedOnes.ContainsKey(c.Strategy)))
                    fixedOnes[cell.Strategy].Add(cell.MedianSeconds / best);
                judged += there.Length;
                inside += Enumerable.Range(0, there.Length).Count(i => belief.Interval(i, there[i].Error) is var (low, high) && there[i].MedianSeconds >= low && there[i].MedianSeconds <= high);
            }

            List<double> single = fixedOnes.Count > 0 ? fixedOnes.MinBy(f => f.Value.Average()).Value : [.. ours.Select(_ => double.NaN)];
            done.Add(new LeaveOutDraw(ours, planned, nearest, single));
        }

        return new LeaveOutReport(
            conditions.Length, kept, draws, (double)inside / judged,
            [Score("recommended", done, d => d.Recommended), Score("best single strategy in hindsight", done, d => d.Single), Score("planner alone", done, d => d.Planned), Score("best at the nearest conditions measured", done, d => d.Nearest)]);
    }

    /// <summary>What was best at the nearest kept conditions, among what was measured here too.</summary>
    private static double Nearest(LinkFacts[] known, LinkFacts now, Dictionary<string, MeasuredCell[]> by, MeasuredCell[] there)
    {
        foreach (LinkFacts near in known.OrderBy(k => k.DistanceTo(now)))
        {
            foreach (MeasuredCell cell in by[near.Key].OrderBy(c => c.MedianSeconds))
            {
                if (there.FirstOrDefault(c => c.Strategy == cell.Strategy) is { } same)
                    return same.MedianSeconds;
            }
        }

        return there.Max(c => c.MedianSeconds);
    }

    private static LeaveOutScore Score(string method, List<LeaveOutDraw> draws, Func<LeaveOutDraw, List<double>> ratios)
    {
        double[] all = [.. draws.SelectMany(ratios)];
        return new LeaveOutScore(method, all.Average(), Quantile.Median(all), all.Max(), draws.Max(d => ratios(d).Average()));
    }

    private sealed record LeaveOutDraw(List<double> Recommended, List<double> Planned, List<double> Nearest, List<double> Single);
}

/// <summary>How good choices were at conditions that were left out.</summary>
/// <param name="Conditions">Conditions of the sweep.</param>
/// <param name="Kept">How many of them were measured.</param>
/// <param name="Draws">Choices of them.</param>
/// <param name="Coverage">Share of the left-out medians that lay in their 90 % intervals.</param>
/// <param name="Scores">The recommender first, then what it is compared with.</param>
public sealed record LeaveOutReport(int Conditions, int Kept, int Draws, double Coverage, IReadOnlyList<LeaveOutScore> Scores);

/// <summary>Measured median of the chosen strategy over that of the best, over all left-out conditions of all draws; 1 is always the best.</summary>
/// <param name="Method">How it was chosen.</param>
/// <param name="Mean">Mean ratio; not a number for a single strategy when none was measured everywhere.</param>
/// <param name="Median">Median ratio.</param>
/// <param name="Worst">Largest ratio.</param>
/// <param name="WorstDraw">Largest mean ratio of a draw.</param>
public sealed record LeaveOutScore(string Method, double Mean, double Median, double Worst, double WorstDraw);
