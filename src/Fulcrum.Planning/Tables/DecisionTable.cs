using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Planning.Tables;

/// <summary>Plans with their numbers for choosing among them: a <see cref="CostTable"/> asked in conditions.</summary>
public sealed class DecisionTable
{
    private readonly FeatureLayout _layout;

    /// <summary>Makes a table of plans that keep all constraints that no condition changes (memory, what is sent).</summary>
    /// <param name="plans">The rows, one or more.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="constraints">Limits; those of metrics are judged at each choice.</param>
    /// <param name="system">The tiers.</param>
    public DecisionTable(IReadOnlyList<Plan> plans, Objective objective, Constraints constraints, TierSystem system)
    {
        (Plans, Objective, _layout) = (plans, objective, new FeatureLayout(system.Tiers.Count));
        Limit[] limits = [.. constraints.Limits];
        Numbers = new CostTable(
            _layout.Count, [.. plans.Select(p => new CostRow(Costs(p, objective), [.. limits.Select(l => p.Coefficients(l.Metric).ToArray())]))], [.. limits.Select(l => l.Most * Constraints.Slack)]);
    }

    /// <summary>The plans.</summary>
    public IReadOnlyList<Plan> Plans { get; }

    /// <summary>What is minimised.</summary>
    public Objective Objective { get; }

    /// <summary>The numbers.</summary>
    public CostTable Numbers { get; }

    /// <summary>The coefficients of what a plan costs.</summary>
    public static double[] Costs(Plan plan, Objective objective)
    {
        double[] costs = new double[plan.Coefficients(Metric.Latency).Length];
        foreach (Metric metric in Metrics.All)
        {
            ReadOnlySpan<double> own = plan.Coefficients(metric);
            for (int f = 0; f < costs.Length; f++)
                costs[f] += objective.Weights[(int)metric] * own[f];
        }

        return costs;
    }

    /// <summary>Conditions as the numbers that <see cref="Numbers"/> and a <see cref="PlanKeeper"/> take.</summary>
    public double[] Features(Conditions conditions) => _layout.Of(conditions);

    /// <summary>The cheapest row that keeps its limits; -1 when none does. Allocates nothing.</summary>
    public int Choose(Conditions conditions)
    {
        Span<double> features = stackalloc double[_layout.Count];
        _layout.Write(conditions, features);
        return Numbers.Choose(features);
    }

    /// <summary>What a row costs. Allocates nothing.</summary>
    public double Cost(int row, Conditions conditions)
    {
        Span<double> features = stackalloc double[_layout.Count];
        _layout.Write(conditions, features);
        return Numbers.Cost(row, features);
    }
}
