using Fulcrum.Statistics.Effects;

namespace Fulcrum.Statistics.Comparing;

/// <summary>What the measurements of several groups say; everything in the order of the groups given.</summary>
/// <param name="Normality">Shapiro-Wilk of each level.</param>
/// <param name="Gates">Kruskal-Wallis of each group; empty when values are paired.</param>
/// <param name="Pairs">Every pair of levels of each group.</param>
/// <param name="Medians">Median of each level.</param>
/// <param name="Speedups">Ratio of medians of each pair.</param>
public sealed record ComparisonReport(
    IReadOnlyList<NormalityFinding> Normality, IReadOnlyList<GateFinding> Gates, IReadOnlyList<PairFinding> Pairs, IReadOnlyList<MedianFinding> Medians, IReadOnlyList<SpeedupFinding> Speedups);

/// <summary>Whether the values of one level may be normal; null where Shapiro-Wilk is not defined (below 3 or above 5,000 values).</summary>
public sealed record NormalityFinding(string Model, string Level, int N, double? W, double? P, bool? Normal);

/// <summary>Whether any level of a group differs: Kruskal-Wallis.</summary>
public sealed record GateFinding(string Model, int Levels, int N, double H, int Freedom, double P, bool Significant);

/// <summary>One pair of levels.</summary>
/// <param name="Model">The group.</param>
/// <param name="A">First level.</param>
/// <param name="B">Second level.</param>
/// <param name="P">Of Conover's test, or of Wilcoxon's for pairs.</param>
/// <param name="PAdjusted">Adjusted over all pairs of the group.</param>
/// <param name="Significant">The gate is open and <paramref name="PAdjusted"/> is below alpha.</param>
/// <param name="Delta">Cliff's delta with its interval; positive when <paramref name="A"/> has the larger values.</param>
public sealed record PairFinding(string Model, string A, string B, double P, double PAdjusted, bool Significant, CliffsDelta Delta)
{
    /// <summary>The cell of an effect-size table with row <paramref name="row"/>: the label, negative when the column's values are the smaller ones; empty when not significant.</summary>
    public string Cell(string row) => !Significant ? "" : (row == A ? -Delta.Value : Delta.Value) < 0 ? $"-{Delta.Label}" : $"{Delta.Label}";
}

/// <summary>The median of one level with its 95 % bootstrap interval, in the unit of the values.</summary>
public sealed record MedianFinding(string Model, string Level, int N, double Median, double Low, double High);

/// <summary>The median of <paramref name="A"/> over that of <paramref name="B"/> with its 95 % bootstrap interval: how many times faster B is. Null where a median of B is 0.</summary>
public sealed record SpeedupFinding(string Model, string A, string B, double? Ratio, double? Low, double? High)
{
    /// <summary>The same over blocks; null where values have none, fewer than two, or medians of 0.</summary>
    public BlockedFinding? OverBlocks { get; init; }
}

/// <summary>A ratio over blocks.</summary>
/// <param name="Ratio">It.</param>
/// <param name="PAdjusted">Its p-value, adjusted over all pairs of the group.</param>
/// <param name="Significant">Whether that is below alpha.</param>
public sealed record BlockedFinding(BlockedRatio Ratio, double PAdjusted, bool Significant);
