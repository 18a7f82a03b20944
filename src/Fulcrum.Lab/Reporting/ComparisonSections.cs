using System.Globalization;
using Fulcrum.Lab.Charts;
using Fulcrum.Lab.Studies;
using Fulcrum.Statistics.Comparing;
using static Fulcrum.Lab.Reporting.Figures;

namespace Fulcrum.Lab.Reporting;

/// <summary>The sections of a study's report that compare strategies, by the studies' statistics (docs/statistics.md).</summary>
internal static class ComparisonSections
{
    private const string Labels =
        "Cliff's delta: N negligible, S small, M medium, L large; the sign is that of the column against the row, minus: the column is faster. Empty: no difference after Kruskal-Wallis, Conover and Holm at 0.05. "
        + "=: significant, but the medians differ by no more than two equal strategies do. ~: significant if requests were independent of each other, but the rounds do not confirm it.";

    public static ReportSection? Operators(StudySummary study) => study.Operators.Count == 0 ? null : new("Operators on the same tier", [new ReportText(Labels), .. study.Operators.Select(r => Matrix(study, r)), Gates("Operators", study.Operators)]);

    public static ReportSection? Tiers(StudySummary study) => study.Tiers.Count == 0 ? null : new("Tiers with the same operator", [new ReportText(Labels), .. study.Tiers.Select(r => Matrix(study, r)), Gates("Tiers", study.Tiers)]);

    /// <summary>As in the studies: the ratio of medians against the first operator, its mean and range over the models.</summary>
    public static ReportSection? Speedups(StudySummary study)
    {
        string first = study.Design.Operators[0].Name;
        IntervalRow[] rows =
        [
            .. study.Measured.Where(c => c.Strategy.Operator.Name != first).GroupBy(c => (c.Strategy.Operator.Name, Placement: c.Strategy.Placement.Name, c.Strategy.Mode, Links: c.Strategy.Conditions.Name)).Select(g =>
            {
                double[] ratios = [.. g.Select(c => (Cell: c, Base: study.Measured.FirstOrDefault(b => b.Strategy == c.Strategy with { Operator = study.Design.Operators[0] })))
                    .Where(p => p.Base is not null).Select(p => p.Base!.MedianMs!.Value / p.Cell.MedianMs!.Value)];
                return ratios.Length == 0 ? null : new IntervalRow($"{g.Key.Name} on {g.Key.Placement}{(g.Key.Mode == StudyMode.AsPublished ? ", as published" : "")}{(g.Key.Links.Length > 0 ? $", {g.Key.Links}" : "")}", ratios.Min(), ratios.Average(), ratios.Max());
            }).OfType<IntervalRow>(),
        ];
        return rows.Length == 0 ? null : new ReportSection($"Speed-up over {first}",
        [
            new ReportFigure("speedups", $"Ratio of medians, {first} over the operator, on the same tier: mean (square) and range over the models. 1 is no change.", RowFigure.Draw(new RowChart($"Speed-up over {first}", "times", [.. rows.Take(MostRows)]) { Mark = 1 }, "One interval for each operator and tier.")),
            new ReportTable(null, ["operator and tier", "mean", "least", "most"], [.. rows.Select(r => (IReadOnlyList<string>)[r.Name, Number(r.Middle), Number(r.Low), Number(r.High)])]),
        ]);
    }

    public static ReportSection Controls(StudySummary study) => new("Equal strategies against each other",
    [
        new ReportText(study.Controls.Count == 0
            ? study.Design.Control ? "The control was not measured yet." : "The study had no control."
            : string.Create(CultureInfo.InvariantCulture, $"The first strategy of each model was run twice under two names, in the same rounds. Their medians differ by up to {study.Spread:0.000} times: nothing below that is called a difference here.")),
        .. study.Controls.Count == 0 ? Array.Empty<ReportBlock>() : [new ReportTable(null, ["where", "operator", "ratio of medians", "95 %", "Cliff's delta", "p"], [.. study.Controls.SelectMany(c => c.Pairs.Zip(c.Speedups)).Select(c => (IReadOnlyList<string>)
            [c.First.Model, c.First.A, Number(c.Second.Ratio), c.Second is { Low: double low, High: double high } ? $"{Number(low)} to {Number(high)}" : "", $"{Number(c.First.Delta.Value)} ({c.First.Delta.Label})", P(c.First.P)])])],
    ]);

    private static ReportTable Matrix(StudySummary study, ComparisonReport report)
    {
        string[] levels = [.. report.Medians.Select(m => m.Level)];
        string Cell(string row, string column)
        {
            PairFinding? pair = report.Pairs.FirstOrDefault(p => (p.A == row && p.B == column) || (p.A == column && p.B == row));
            if (pair is null)
                return "";
            SpeedupFinding ratio = report.Speedups.First(s => s.A == pair.A && s.B == pair.B);
            return study.Differs(pair, ratio) || !pair.Significant ? pair.Cell(row) : study.IsWithinSpread(ratio.Ratio) ? "=" : "~";
        }

        return new ReportTable(report.Medians[0].Model, ["", .. levels], [.. levels.Select(row => (IReadOnlyList<string>)[row, .. levels.Select(column => row == column ? "" : Cell(row, column))])]);
    }

    private static ReportTable Gates(string what, IReadOnlyList<ComparisonReport> reports) => new(
        $"{what}: does any level differ (Kruskal-Wallis), and how many levels may be normal (Shapiro-Wilk at 0.05)", ["group", "levels", "runs", "H", "p", "normal"],
        [.. reports.SelectMany(r => r.Gates.Select(g => (IReadOnlyList<string>)[g.Model, $"{g.Levels}", $"{g.N}", Number(g.H), P(g.P), $"{r.Normality.Count(n => n.Normal == true)} of {r.Normality.Count(n => n.Normal is not null)}"]))]);
}
