using System.Globalization;
using Fulcrum.Cli.Results;
using Spectre.Console;

namespace Fulcrum.Cli.Recommending;

/// <summary>Recommendations for people.</summary>
internal static class RecommendTable
{
    public static void Draw(IAnsiConsole console, RecommendResult result)
    {
        Table table = ResultTable.Create("predicted", "90 %", "measured", "planner", "best", "drop", "strategy", "").Right(0, 1, 2, 3, 4, 5);
        foreach (RecommendRow row in result.Ranking)
        {
            string remark = string.Join("; ", row.Baselines.Concat(row.Breaks.Select(b => b.Text)).Concat(row.MeasuredElsewhere > 0 && row.Measured is null ? [Text($"measured at {row.MeasuredElsewhere} other rates")] : []));
            table.Row(
                Ms(row.Predicted), $"{Ms(row.Interval[0])} to {Ms(row.Interval[1])}", row.Measured is double median ? Ms(median) : "-", Ms(row.Planned), row.Allowed ? Text($"{100 * row.BestProbability:0} %") : "-",
                row.DropPoints is double drop ? Text($"{drop:0.00}") : "?", row.Strategy, remark);
        }

        console.Write(table);
        RecommendMeasurements measured = result.Measurements;
        console.WriteLine(measured.Medians == 0 ? "Nothing was measured: these are the planner's predictions." : Text($"{measured.Medians} medians at {measured.Conditions} rates of links were fitted, {100 * measured.Spread:0.0} % about the model of latencies."));
        if (result.Ranking.FirstOrDefault(r => r.Allowed) is { } best)
            console.WriteLine(ResultTable.Plain(Text($"Recommended: {best.Strategy}, {100 * best.BestProbability:0} % likely the best; expected to be {Ms(result.ExpectedRegret)} above it.")));
        if (result.Next is { } next)
            console.WriteLine(ResultTable.Plain(Text($"Measure next: {next.Strategy}; the expected {Ms(next.RegretBefore)} would become {Ms(next.RegretAfter)}.")));
    }

    public static void Draw(IAnsiConsole console, LeaveOutResult result)
    {
        Table table = ResultTable.Create("mean", "median", "worst", "worst draw", "chosen").Right(0, 1, 2, 3);
        foreach (LeaveOutLine line in result.Scores)
            table.Row(Ratio(line.Mean), Ratio(line.Median), Ratio(line.Worst), Ratio(line.WorstDraw), line.Method);
        console.Write(table);
        console.WriteLine(Text($"Ratios to the best measured median at the {result.Conditions - result.Kept} of {result.Conditions} rates that were left out, over {result.Draws} choices of the {result.Kept} kept; {100 * result.Coverage:0} % of left-out medians lay in their 90 % intervals."));
    }

    private static string Ms(double seconds) => Text($"{1e3 * seconds:0.00} ms");

    private static string Ratio(double? ratio) => ratio is double r ? Text($"{r:0.000}") : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
