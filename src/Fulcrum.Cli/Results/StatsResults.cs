using Fulcrum.Statistics.Comparing;
using Fulcrum.Statistics.Hypotheses;
using Fulcrum.Statistics.Measurements;

namespace Fulcrum.Cli.Results;

/// <summary>Result of `stats`. Intervals are [low, high], 95 %.</summary>
internal sealed record StatsResult(
    string Path, SelectedColumns Columns, int Rows, int WarmupRowsLeftOut, string Adjust, double Alpha, bool Paired, IReadOnlyList<StatsNormality> Normality, IReadOnlyList<StatsGate> KruskalWallis,
    IReadOnlyList<StatsComparison> Comparisons, IReadOnlyList<StatsMedian> Medians, IReadOnlyList<StatsSpeedup> Speedups)
{
    public static StatsResult Of(string path, SelectedSamples samples, ComparisonOptions options, ComparisonReport report) => new(
        path, samples.Columns, samples.Rows, samples.Warmup, options.Adjust == PAdjustment.Holm ? "holm" : "bonferroni", options.Alpha, options.Paired,
        [.. report.Normality.Select(n => new StatsNormality(n.Model, n.Level, n.N, n.W, n.P, n.Normal))],
        [.. report.Gates.Select(g => new StatsGate(g.Model, g.Levels, g.N, g.H, g.Freedom, g.P, g.Significant))],
        [.. report.Pairs.Select(p => new StatsComparison(p.Model, p.A, p.B, p.P, p.PAdjusted, p.Significant, p.Delta.Value, [p.Delta.Low, p.Delta.High], p.Delta.Label.ToString()))],
        [.. report.Medians.Select(m => new StatsMedian(m.Model, m.Level, m.N, m.Median, [m.Low, m.High]))],
        [.. report.Speedups.Select(s => new StatsSpeedup(s.Model, s.A, s.B, s.Ratio, s is { Low: double low, High: double high } ? [low, high] : null,
            s.OverBlocks is { Ratio: { } over } found ? new StatsBlocked(over.Ratio, [over.Low, over.High], over.P, found.PAdjusted, found.Significant, over.Blocks) : null))]);
}

/// <summary>Shapiro-Wilk of one level; null below 3 and above 5,000 values.</summary>
internal sealed record StatsNormality(string Model, string Level, int N, double? W, double? P, bool? Normal);

/// <summary>Kruskal-Wallis of one group.</summary>
internal sealed record StatsGate(string Model, int Levels, int N, double H, int Df, double P, bool Significant);

/// <summary>One pair of levels; delta is positive when a has the larger values.</summary>
internal sealed record StatsComparison(string Model, string A, string B, double P, double PAdjusted, bool Significant, double Delta, IReadOnlyList<double> DeltaInterval, string Label);

/// <summary>The median of one level.</summary>
internal sealed record StatsMedian(string Model, string Level, int N, double Median, IReadOnlyList<double> Interval);

/// <summary>Median of a over median of b; null where one of b is 0.</summary>
internal sealed record StatsSpeedup(string Model, string A, string B, double? Ratio, IReadOnlyList<double>? Interval, StatsBlocked? OverBlocks);

/// <summary>The ratio over blocks, which alone count as independent.</summary>
internal sealed record StatsBlocked(double Ratio, IReadOnlyList<double> Interval, double P, double PAdjusted, bool Significant, int Blocks);
