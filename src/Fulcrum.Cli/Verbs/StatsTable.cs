using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Statistics.Comparing;
using Fulcrum.Statistics.Measurements;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>The result of `stats` for people: medians and the matrix of effect sizes of each group.</summary>
internal static class StatsTable
{
    public static void Show(IAnsiConsole console, SelectedSamples samples, ComparisonOptions options, ComparisonReport report)
    {
        foreach (var model in report.Medians.GroupBy(m => m.Model))
        {
            string gate = report.Gates.FirstOrDefault(g => g.Model == model.Key) is { } kruskal
                ? Text($"Kruskal-Wallis H {kruskal.H:0.0}, p {P(kruskal.P)}{(kruskal.Significant ? "" : ": no level differs")}")
                : "paired by run";
            console.WriteLine(ResultTable.Plain($"{model.Key}: {gate}"));
            console.Write(Medians([.. model], report, samples.Columns));
            console.Write(Matrix([.. model.Select(m => m.Level)], [.. report.Pairs.Where(p => p.Model == model.Key)]));
        }

        console.WriteLine(Text($"Cliff's delta: N negligible, S small (0.147), M medium (0.33), L large (0.474); negative: the column is smaller than the row; empty: p adjusted ({options.Adjust}) is not below {options.Alpha}."));
    }

    private static Table Medians(MedianFinding[] medians, ComparisonReport report, SelectedColumns columns)
    {
        bool hasBlocks = report.Speedups.Any(s => s.Model == medians[0].Model && s.OverBlocks is not null);
        string[] blocked = hasBlocks ? [$"over {columns.Block}s, 95 %"] : [];
        Table table = ResultTable.Create(["n", $"median {columns.Value}", "95 %", $"{medians[0].Level} / this", "95 %", .. blocked, "Shapiro-Wilk p", "level"]).Right([.. Enumerable.Range(0, 6 + blocked.Length)]);
        foreach (MedianFinding m in medians)
        {
            SpeedupFinding? speedup = report.Speedups.FirstOrDefault(s => s.Model == m.Model && s.A == medians[0].Level && s.B == m.Level);
            double? normal = report.Normality.First(n => n.Model == m.Model && n.Level == m.Level).P;
            table.Row([
                Text($"{m.N}"), Number(m.Median), $"{Number(m.Low)} to {Number(m.High)}", speedup?.Ratio is double r ? Number(r) : "-",
                speedup is { Low: double low, High: double high } ? $"{Number(low)} to {Number(high)}" : "-", .. hasBlocks ? [Blocked(speedup)] : Array.Empty<string>(), normal is double p ? P(p) : "-", m.Level]);
        }

        return table;
    }

    private static string Blocked(SpeedupFinding? speedup) => speedup?.OverBlocks is { Ratio: { } over } ? $"{Number(over.Ratio)}, {Number(over.Low)} to {Number(over.High)}" : "-";

    /// <summary>As the studies print it: the label of column against row, empty when not significant.</summary>
    private static Table Matrix(string[] levels, PairFinding[] pairs)
    {
        Table table = ResultTable.Create(["", .. levels]);
        foreach (string row in levels)
            table.Row([row, .. levels.Select(column => row == column ? "-" : pairs.First(p => (p.A == row && p.B == column) || (p.A == column && p.B == row)).Cell(row))]);
        return table;
    }

    private static string P(double p) => p < 1e-300 ? "< 1e-300" : p.ToString(p >= 0.001 ? "0.000" : "0.0e+0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
