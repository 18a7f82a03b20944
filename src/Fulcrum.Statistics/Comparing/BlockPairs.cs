using Fulcrum.Statistics.Effects;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Statistics.Comparing;

/// <summary>Medians of two levels in the blocks that both have.</summary>
internal static class BlockPairs
{
    /// <summary>The ratio over blocks; null where values have no blocks, or too few.</summary>
    public static BlockedRatio? Test(SampleGroup a, SampleGroup b)
    {
        Dictionary<string, double> above = Medians(a), below = Medians(b);
        string[] both = [.. above.Keys.Where(below.ContainsKey)];
        return BlockedRatio.Of([.. both.Select(k => above[k])], [.. both.Select(k => below[k])]);
    }

    private static Dictionary<string, double> Medians(SampleGroup level) =>
        (level.Blocks ?? []).Zip(level.Values).GroupBy(v => v.First, v => v.Second).ToDictionary(g => g.Key, g => Quantile.Median([.. g]));
}
