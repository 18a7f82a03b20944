namespace Fulcrum.Statistics.Samples;

/// <summary>Ranks from 1 in ascending order; equal values share the mean of their ranks.</summary>
/// <param name="Ranks">One for each value, in the order of the values.</param>
/// <param name="TieTerm">Σ (t³ - t) over runs of t equal values; 0 without ties.</param>
public sealed record MidRanks(double[] Ranks, double TieTerm)
{
    /// <summary>Ranks finite values.</summary>
    public static MidRanks Of(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values], ranks = new double[values.Count];
        int[] order = [.. Enumerable.Range(0, values.Count)];
        Array.Sort(sorted, order);
        double ties = 0;
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from + 1; to < sorted.Length && sorted[to] == sorted[from];)
                to++;
            double run = to - from;
            ties += (run * run * run) - run;
            for (int i = from; i < to; i++)
                ranks[order[i]] = (from + 1 + to) / 2.0;
        }

        return new MidRanks(ranks, ties);
    }
}
