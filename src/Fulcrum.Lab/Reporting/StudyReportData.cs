using System.Text.Json.Serialization;
using Fulcrum.Lab.Studies;
using Fulcrum.Runtime.Diagnosis;
using Fulcrum.Statistics.Comparing;

namespace Fulcrum.Lab.Reporting;

/// <summary>A report as data.</summary>
/// <param name="Study">Its name.</param>
/// <param name="Seed">Of its orders.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Cells">Every strategy.</param>
/// <param name="Comparisons">Every pair of operators on one tier, and of tiers with one operator.</param>
/// <param name="Spread">How many times the medians of two equal strategies differ at most.</param>
/// <param name="Front">Strategies that no other of their model beats in latency and accuracy.</param>
public sealed record StudyReportData(
    string Study, int Seed, MachineFacts Machine, IReadOnlyList<ReportCell> Cells, IReadOnlyList<ReportPair> Comparisons, double Spread, IReadOnlyList<string> Front)
{
    /// <summary>The data of a study.</summary>
    public static StudyReportData Of(StudySummary study) => new(
        study.Design.Name, study.State.Seed, study.State.Machine, [.. study.Cells.Select(Cell)],
        [.. study.Operators.Concat(study.Tiers).SelectMany(r => r.Pairs.Zip(r.Speedups)).Select(p => Pair(study, p.First, p.Second))],
        study.Spread, [.. Figures.Models(study).SelectMany(m => StudySummary.Front(m.Cells)).Select(c => c.Strategy.Key)]);

    private static ReportCell Cell(StudyCell c) => new(
        c.Strategy.Model.Name, c.Strategy.OperatorName, c.Strategy.Placement.Name, c.Strategy.ModeName, c.Strategy.Conditions.Name, c.LatenciesMs.Count, c.MedianMs, PhaseSplit.MeanOf(c.Requests).Parts,
        c.Accuracy?.Value, c.Accuracy?.DropPoints, c.Right, c.Failure);

    private static ReportPair Pair(StudySummary study, PairFinding pair, SpeedupFinding ratio) => new(
        pair.Model, pair.A, pair.B, pair.PAdjusted, study.Differs(pair, ratio), pair.Delta.Value, $"{pair.Delta.Label}", ratio.Ratio, ratio.Low is double low && ratio.High is double high ? [low, high] : null)
    {
        IntervalOverRounds = ratio.OverBlocks is { Ratio: { } over } ? [over.Low, over.High] : null,
    };
}

/// <summary>One strategy.</summary>
public sealed record ReportCell(
    string Model, string Operator, string Tier, string Mode, string Links, int Runs, double? MedianMs, IReadOnlyList<double> PhasesMs, double? Score, double? DropPoints, double? Right, string? Failure);

/// <summary>Two strategies of one group.</summary>
/// <param name="Model">The group.</param>
/// <param name="A">The first.</param>
/// <param name="B">The second.</param>
/// <param name="PAdjusted">Conover's p-value with Holm's adjustment.</param>
/// <param name="Significant">Whether they differ, by more than two equal strategies do, and over rounds where there are three or more.</param>
/// <param name="Delta">Cliff's delta, positive when the first takes longer.</param>
/// <param name="Label">N, S, M or L.</param>
/// <param name="Speedup">The first's median over the second's.</param>
/// <param name="Interval">Its 95 % bootstrap interval.</param>
public sealed record ReportPair(string Model, string A, string B, double PAdjusted, bool Significant, double Delta, string Label, double? Speedup, IReadOnlyList<double>? Interval)
{
    /// <summary>The same interval over rounds, by Student's t of the logarithms; null below two rounds.</summary>
    public IReadOnlyList<double>? IntervalOverRounds { get; init; }
}

/// <summary>JSON of reports: snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, WriteIndented = true)]
[JsonSerializable(typeof(StudyReportData))]
public sealed partial class ReportJson : JsonSerializerContext;
