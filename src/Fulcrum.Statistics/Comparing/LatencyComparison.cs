using Fulcrum.Problems;
using Fulcrum.Statistics.Effects;
using Fulcrum.Statistics.Hypotheses;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Statistics.Comparing;

/// <summary>
/// Compares measured latencies as the deployment studies do: Kruskal-Wallis within each group, then Conover for every pair of levels with adjusted p-values, Cliff's delta as the size of the effect,
/// medians and their ratios with bootstrap intervals.
/// </summary>
public static class LatencyComparison
{
    /// <summary>Compares the levels of each group with each other.</summary>
    /// <param name="groups">Samples; those of one model are one group, in the order in which models and levels first occur.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InputException">
    /// <c>group-one-level</c>, <c>group-level-twice</c>, <c>alpha-range</c>, <c>runs-missing</c>, <c>runs-differ</c>, <c>run-twice</c>, <c>sample-too-small</c>, <c>sample-not-finite</c>.
    /// </exception>
    public static ComparisonReport Compare(IReadOnlyList<SampleGroup> groups, ComparisonOptions options)
    {
        if (options.Alpha is not (> 0 and < 1))
            throw new InputException("alpha-range", "alpha", $"Alpha is {options.Alpha}, it lies between 0 and 1.");
        if (groups.Count == 0)
            throw new InputException("groups-too-few", "groups", "There are no measurements to compare.");
        var seeds = new Random(options.Seed);
        SampleGroup[][] models = [.. groups.GroupBy(g => g.Model).Select(m => m.ToArray())];
        ComparisonReport[] reports = [.. models.Select(m => OfModel(Checked(m), options, seeds))];
        return new ComparisonReport(
            [.. reports.SelectMany(r => r.Normality)], [.. reports.SelectMany(r => r.Gates)], [.. reports.SelectMany(r => r.Pairs)], [.. reports.SelectMany(r => r.Medians)], [.. reports.SelectMany(r => r.Speedups)]);
    }

    private static SampleGroup[] Checked(SampleGroup[] levels)
    {
        string model = levels[0].Model;
        if (levels.GroupBy(l => l.Level).FirstOrDefault(l => l.Count() > 1) is { } twice)
            throw new InputException("group-level-twice", model, $"The level '{twice.Key}' is given twice.");
        if (levels.Length < 2)
            throw new InputException("group-one-level", model, $"There is only one level, '{levels[0].Level}': nothing to compare it with.", "Choose another factor, or leave this group out.");
        foreach (SampleGroup level in levels)
            Sample.Require(level.Values, 1, $"{model}, {level.Level}");
        return levels;
    }

    private static ComparisonReport OfModel(SampleGroup[] levels, ComparisonOptions options, Random seeds)
    {
        string model = levels[0].Model;
        IReadOnlyList<double>[] samples = [.. levels.Select(l => l.Values)];
        KruskalWallis kruskal = KruskalWallis.Test(samples);
        var gate = new GateFinding(model, levels.Length, samples.Sum(s => s.Count), kruskal.H, kruskal.Freedom, kruskal.P, kruskal.P < options.Alpha);
        (int A, int B)[] places = [.. Enumerable.Range(0, levels.Length).SelectMany(a => Enumerable.Range(a + 1, levels.Length - a - 1).Select(b => (a, b)))];
        double[] raw = options.Paired ? [.. places.Select(p => RunPairs.Test(levels[p.A], levels[p.B]).P)] : [.. Conover.Test(samples).Select(c => c.P)];
        double[] adjusted = PAdjustments.Of(raw, options.Adjust);
        double[][] resampled = [.. samples.Select(s => Bootstrap.Medians(s, options.Resamples, seeds.Next()))];
        double[] medians = [.. samples.Select(Quantile.Median)];
        BlockedFinding?[] blocked = OverBlocks([.. places.Select(p => BlockPairs.Test(levels[p.A], levels[p.B]))], options);
        return new ComparisonReport(
            [.. levels.Select(l => Normality(l, options.Alpha))],
            options.Paired ? [] : [gate],
            [.. places.Select((p, i) => new PairFinding(
                model, levels[p.A].Level, levels[p.B].Level, raw[i], adjusted[i], (options.Paired || gate.Significant) && adjusted[i] < options.Alpha, CliffsDelta.Between(samples[p.A], samples[p.B])))],
            [.. levels.Select((l, i) => Median(l, medians[i], resampled[i]))],
            [.. places.Select((p, i) => Speedup(model, levels[p.A].Level, levels[p.B].Level, medians[p.A], medians[p.B], resampled[p.A], resampled[p.B]) with { OverBlocks = blocked[i] })]);
    }

    private static BlockedFinding?[] OverBlocks(BlockedRatio?[] ratios, ComparisonOptions options)
    {
        var adjusted = new Queue<double>(PAdjustments.Of([.. ratios.OfType<BlockedRatio>().Select(r => r.P)], options.Adjust));
        return [.. ratios.Select(r => r is not null && adjusted.Dequeue() is var p ? new BlockedFinding(r, p, p < options.Alpha) : null)];
    }

    private static NormalityFinding Normality(SampleGroup level, double alpha)
    {
        if (level.Values.Count is < ShapiroWilk.Least or > ShapiroWilk.Most)
            return new NormalityFinding(level.Model, level.Level, level.Values.Count, null, null, null);
        ShapiroWilk test = ShapiroWilk.Test(level.Values);
        return new NormalityFinding(level.Model, level.Level, level.Values.Count, test.W, test.P, test.P >= alpha);
    }

    private static MedianFinding Median(SampleGroup level, double median, double[] resampled)
    {
        (double low, double high) = Bootstrap.Interval(resampled);
        return new MedianFinding(level.Model, level.Level, level.Values.Count, median, low, high);
    }

    private static SpeedupFinding Speedup(string model, string a, string b, double above, double below, double[] aboves, double[] belows)
    {
        if (below == 0 || belows.Any(v => v == 0))
            return new SpeedupFinding(model, a, b, null, null, null);
        (double low, double high) = Bootstrap.RatioInterval(aboves, belows);
        return new SpeedupFinding(model, a, b, above / below, low, high);
    }
}
