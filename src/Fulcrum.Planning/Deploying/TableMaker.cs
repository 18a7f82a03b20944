using System.Globalization;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tables;
using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.Sets;

namespace Fulcrum.Planning.Deploying;

/// <summary>Decision tables as devices get them.</summary>
public static class TableMaker
{
    /// <summary>What table.json says; files and hashes of the rows are filled in when it is written (<see cref="PlanSet.Write"/>).</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="table">The plans.</param>
    /// <param name="constraints">Limits; those that no condition changes were kept when the plans were chosen.</param>
    /// <param name="system">The tiers.</param>
    /// <param name="grid">What the table was made for.</param>
    /// <param name="hysteresis">When to change the plan; null: the standard.</param>
    public static TableManifest Make(string model, DecisionTable table, Constraints constraints, TierSystem system, ConditionGrid grid, TableHysteresis? hysteresis = null)
    {
        Limit[] limits = [.. constraints.Limits.Where(l => l.Metric is not (Metric.Drop or Metric.Leakage or Metric.Memory))];
        string[] tiers = [.. system.Tiers.Select(t => t.Name)];
        double weight = table.Objective.Weights[(int)Metric.Energy];
        TableRow Row(Plan plan) => new(
            "", "", plan.Name, Summary(plan, table, system, grid), plan.Links.Count, plan.Tiers[0].MemoryBytes, [.. plan.Tiers.Select(t => t.Nodes.Count == 0 ? 0 : t.Seconds)],
            DecisionTable.Costs(plan, table.Objective), [.. plan.Coefficients(Metric.Energy).ToArray().Select(e => weight * e)], plan.Coefficients(Metric.Latency).ToArray(),
            [.. limits.Select(l => plan.Coefficients(l.Metric).ToArray())]);
        var conditions = Conditions.Of(system);
        return new TableManifest(
            TableManifest.CurrentFormat, model, tiers, Protocol.Tables.FeatureLayout.Names(tiers),
            Metrics.All.Where(m => table.Objective.Weights[(int)m] > 0).ToDictionary(Metrics.Name, m => table.Objective.Weights[(int)m]),
            [.. limits.Select(l => new TableLimit(Metrics.Name(l.Metric), l.Most))],
            hysteresis ?? TableHysteresis.Standard,
            new TableConditions(
                grid.ExpectedRequests[0],
                [.. conditions.Slowdown.Select((s, t) => Range(s, grid.Slowdowns.GetValueOrDefault(t)))],
                [.. system.Links.Select((l, i) => new TableLink(Range(l.UpBitsPerSecond, grid.Rates.GetValueOrDefault(i)), l.DownBitsPerSecond / l.UpBitsPerSecond, l.RttSeconds + l.Jitter.Mean))]),
            table.Plans.Max(p => p.Source).ToString().ToLowerInvariant(),
            [.. table.Plans.Select(Row)]);
    }

    private static TableRange Range(double nominal, IReadOnlyList<double>? values) => new(nominal, values?[0] ?? nominal, values?[^1] ?? nominal);

    /// <summary>Who runs what, and where on the grid the plan is the cheapest.</summary>
    private static string Summary(Plan plan, DecisionTable table, TierSystem system, ConditionGrid grid)
    {
        IEnumerable<string> parts = plan.Tiers.Select((t, i) => (t.Nodes.Count == 0 ? $"{t.Tier} runs nothing" : Say($"{t.Tier} runs {t.Nodes.Count} nodes"))
            + (i < plan.Links.Count ? Say($" and sends {string.Join(" + ", plan.Links[i].Cut.Tensors.Zip(plan.Links[i].Codings, (v, c) => $"{v.Name} as {c.Name}"))}, {plan.Links[i].Bytes:0} bytes") : ""));
        string where = plan.Links.Count == 0 ? $"everything runs on {plan.Tiers[0].Tier}, no link is needed" : string.Join("; ", parts);
        int row = table.Plans.ToList().IndexOf(plan);
        Conditions[] points = [.. grid.Points(system).Where(p => table.Choose(p) == row)];
        if (points.Length == 0)
            return $"{where}; on no point of the grid the cheapest";
        IEnumerable<string> rates = grid.Rates.Keys.Order().Select(l => $"{system.Links[l].From}-{system.Links[l].To} {Span([.. points.Select(p => p.UpBitsPerSecond[l] / 1e6)])} Mbps");
        IEnumerable<string> slowdowns = grid.Slowdowns.Keys.Order().Select(t => $"{system.Tiers[t].Name}'s slowdown {Span([.. points.Select(p => p.Slowdown[t])])}");
        return $"{where}; the cheapest on {Say($"{points.Length}")} points of the grid, at {string.Join(", ", rates.Concat(slowdowns))}";
    }

    private static string Span(double[] values) => values.Min() == values.Max() ? Say($"{values[0]:0.##}") : Say($"{values.Min():0.##} to {values.Max():0.##}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
