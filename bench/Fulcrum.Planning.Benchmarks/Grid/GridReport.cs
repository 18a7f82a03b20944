using System.Globalization;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Planning.Benchmarks.Grid;

/// <summary>The grid as Markdown.</summary>
internal static class GridReport
{
    public static void Model(IReadOnlyList<GridPoint> points)
    {
        Say($"\n## {points[0].Model.Name}{(points[0].InputStays ? ", the input stays on the device" : "")}\n");
        Say($"{points.Count} points, {points.Select(p => p.Ours.Placement).Distinct().Count()} placements chosen; splits at {100.0 * points.Count(p => p.Ours.Tiers.Count(t => t.Nodes.Count > 0) > 1) / points.Count:0} % of the points; accuracy model {points[0].Model.Prepared.Curve.MedianError:0.00} points off in the median.\n");
        Say($"| policy | worse than ours at | median of its latency over ours | largest | better than ours at |");
        Say($"| --- | --- | --- | --- | --- |");
        foreach (string policy in points[0].Others.Keys)
        {
            double[] ratios = [.. points.Where(p => p.Others[policy] is not null).Select(p => p.Cost(p.Others[policy]!) / p.Cost(p.Ours))];
            if (ratios.Length > 0)
                Say($"| {policy} | {ratios.Count(r => r > 1 + 1e-9)} of {ratios.Length} | {Quantile.Median(ratios):0.000} | {ratios.Max():0.00} | {ratios.Count(r => r < 1 - 1e-9)} |");
            else
                Say($"| {policy} | breaks a limit everywhere | | | |");
        }

        Say($"\nRegret to all plans: largest {100 * points.Max(p => (p.Cost(p.Ours) / p.Exhaustive) - 1):0.0000} %.");
    }

    public static void Executions(IReadOnlyList<(GridPoint Point, GridPoint.Execution Ours, string Other, GridPoint.Execution? Theirs)> executed)
    {
        Say($"\n## Executed\n");
        Say($"| model | device, links Mbit/s | plan | predicted ms | measured ms | error | best policy | measured ms | ours / theirs |");
        Say($"| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach ((GridPoint point, GridPoint.Execution ours, string other, GridPoint.Execution? theirs) in executed)
        {
            Say($"| {point.Model.Name}{(point.InputStays ? ", input stays" : "")} | 1/{point.Conditions.Slowdown[0]}, {point.Conditions.UpBitsPerSecond[0] / 1e6:0}, {point.Conditions.UpBitsPerSecond[1] / 1e6:0} | `{point.Ours}` | {ours.PredictedMs:0.00} | {ours.MedianMs:0.00} | {100 * ((ours.PredictedMs / ours.MedianMs) - 1):0.0} % | {other} | {(theirs is null ? "the same plan" : Text($"{theirs.MedianMs:0.00}"))} | {(theirs is null ? "" : Text($"{ours.MedianMs / theirs.MedianMs:0.000}"))} |");
        }

        double[] errors = [.. executed.SelectMany(e => new[] { e.Ours, e.Theirs }.OfType<GridPoint.Execution>()).Select(e => Math.Abs(e.PredictedMs - e.MedianMs) / e.MedianMs)];
        double[] ratios = [.. executed.Where(e => e.Theirs is not null).Select(e => e.Ours.MedianMs / e.Theirs!.MedianMs)];
        Say($"\n{errors.Length} plans executed. Predicted against measured end-to-end latency: median error {100 * Quantile.Median(errors):0.0} %, 90th percentile {100 * Quantile.Of(errors, 0.9):0.0} %.");
        if (ratios.Length > 0)
            Say($"Where the best policy's plan is another: measured, ours over theirs {Quantile.Median(ratios):0.000} in the median, at most {ratios.Max():0.000}; worse by more than 5 % at {ratios.Count(r => r > 1.05)} of {ratios.Length}.");
    }

    /// <summary>An execution with its phases, for a closer look.</summary>
    public static string Row(GridPoint point, GridPoint.Execution e) => string.Join('\n', e.PhasesMs.Select(p => Text(
        $"{point.Model.Name},{point.InputStays},{point.Conditions.Slowdown[0]},{point.Conditions.UpBitsPerSecond[0]},{point.Conditions.UpBitsPerSecond[1]},\"{point.Ours}\",{e.PredictedMs:0.000},{e.MedianMs:0.000},{p.Key},{p.Value:0.000}")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Say(FormattableString text) => Console.WriteLine(Text(text));
}
