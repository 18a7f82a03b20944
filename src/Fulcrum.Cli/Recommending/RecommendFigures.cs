using Fulcrum.Cli.Results;
using Fulcrum.Lab.Recommending;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Cli.Recommending;

/// <summary>Recommendations as results.</summary>
internal static class RecommendFigures
{
    public static RecommendResult Of(string model, Recommendation found, TierSystem system, Conditions conditions)
    {
        RecommendRow[] rows = [.. found.Ranking.Select(Row)];
        return new RecommendResult(
            model, system.Links.Select((l, i) => (Name: $"{l.From}-{l.To}", Rate: conditions.UpBitsPerSecond[i])).ToDictionary(l => l.Name, l => l.Rate), rows, found.RegretSeconds,
            found.Next is { } next ? new RecommendNext(next.Strategy.Name, next.Strategy.Operator, next.Strategy.Tier, next.RegretBefore, next.RegretAfter) : null,
            [.. rows.SelectMany(r => r.Baselines.Select(b => new RecommendBaseline(b, r.Strategy, r.Predicted, r.Allowed)))],
            new RecommendMeasurements(found.Posterior.Cells.Count, found.Posterior.Cells.Select(c => c.Links.Key).Distinct().Count(), found.Posterior.CellSpread));
    }

    public static LeaveOutResult Of(string model, LeaveOutReport report) =>
        new(model, report.Conditions, report.Kept, report.Draws, report.Coverage, [.. report.Scores.Select(s => new LeaveOutLine(s.Method, Figure(s.Mean), Figure(s.Median), Figure(s.Worst), Figure(s.WorstDraw)))]);

    private static RecommendRow Row(RankedStrategy r) => new(
        r.Strategy.Name, r.Strategy.Operator, r.Strategy.Tier, r.PredictedSeconds, [r.Low, r.High], r.Measured?.MedianSeconds, r.Measured?.Runs ?? 0, r.MeasuredElsewhere, r.PlannedSeconds, r.IsAllowed,
        [.. r.Breaks.Select(b => new RecommendBreak(b.Limit, b.Value, b.Most, b.Text))], r.Strategy.DropPoints, r.BestProbability, r.Objective, r.Strategy.Plan?.Source.ToString().ToLowerInvariant(), r.Strategy.Plan?.Name, r.Strategy.Baselines);

    private static double? Figure(double value) => double.IsFinite(value) ? value : null;
}
