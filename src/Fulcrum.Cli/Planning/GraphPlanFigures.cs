using Fulcrum.Cli.Results;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Cli.Planning;

/// <summary>Decisions as results.</summary>
internal static class GraphPlanFigures
{
    public static GraphPlanResult Of(GraphPlanOutcome outcome, GraphPlanOptions options, string? path)
    {
        GraphPlanFigure Figure(Plan plan) => GraphPlanFigures.Figure(plan, outcome.Variants.Single(v => v.Variant.Name == plan.Variant).Variant, options.System, outcome.Conditions);
        return new GraphPlanResult(
            path, Figure(outcome.Chosen), outcome.Explanation.Summary, outcome.Explanation.Reasons,
            [.. outcome.Compared.Select(c => new PolicyFigure(c.Policy, c.Plan is Plan plan ? options.Objective.Of(plan, outcome.Conditions) : null, c.Allowed, c.Plan is Plan p ? Figure(p) : null))],
            [.. outcome.Front.Select(Figure)], outcome.Hypervolume, Loss(outcome.Verified), Loss(outcome.Tested), outcome.Repairs,
            [.. outcome.Variants.Select(v => new SurrogateError(v.Variant.Name, v.Curve.MedianError, v.Curve.P90Error, v.Readings))])
        {
            Ladder = [.. outcome.Variants.Where(v => v.Variant.Exits.Count > 0).Select(v => new LadderRung(v.Variant.Name, v.Variant.DropPoints, [.. v.Variant.Exits.Select(e => Exit(e, null))]))],
        };
    }

    private static GraphPlanFigure Figure(Plan plan, Variant variant, TierSystem system, Conditions conditions) => new(
        plan.Name, plan.Variant, plan.Pattern,
        [.. plan.Tiers.Select(t => new GraphPlanTier(t.Tier, t.Nodes.Count, t.Seconds, t.MemoryBytes))],
        [.. plan.Links.Select((l, i) => new GraphPlanLink(system.Links[i].From, system.Links[i].To, [.. l.Cut.Tensors.Zip(l.Codings, (t, c) => new SentTensor(t.Name, c.Name, c.Bytes, c.Leakage))]))],
        plan.Source.ToString().ToLowerInvariant(),
        Metrics.All.ToDictionary(Metrics.Name, m => plan.Of(m, conditions)))
    {
        Exits = [.. variant.Exits.Select(e => Exit(e, plan.Tiers.First(t => t.Nodes.Any(n => variant.Map.Model.Graph.Nodes[n].Outputs.Contains(e.Output))).Tier))],
    };

    private static PlannedExit Exit(VariantExit exit, string? tier) => new(exit.Output, tier, exit.Confidence == ExitConfidence.Entropy ? "entropy" : "max-softmax", exit.Threshold, exit.Rate);

    private static GraphPlanLoss Loss(ExecutedLoss loss) => new(loss.Split, loss.PredictedPoints, loss.Drop.Points, [loss.Drop.Interval.Low, loss.Drop.Interval.High], loss.Drop.Count, loss.Noise)
    {
        ExitRates = loss.Left.OrderBy(l => l.Key, StringComparer.Ordinal).ToDictionary(l => l.Key, l => (double)l.Value / loss.Drop.Count),
        Top1 = loss.Top1,
    };
}
