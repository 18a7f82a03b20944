using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Planning.Tables;

/// <summary>
/// Plans as rows of numbers: what each costs and what its limits come to, linear in the conditions. A choice is one pass over the rows: the lower envelope of the plans, and no allocation.
/// </summary>
public sealed class DecisionTable
{
    private readonly FeatureLayout _layout;
    private readonly double[] _costs;
    private readonly double[][] _limits;
    private readonly double[] _most;

    /// <summary>Makes a table of plans that keep all constraints that no condition changes (memory, what is sent).</summary>
    /// <param name="plans">The rows, one or more.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="constraints">Limits; those of metrics are judged at each choice.</param>
    /// <param name="system">The tiers.</param>
    public DecisionTable(IReadOnlyList<Plan> plans, Objective objective, Constraints constraints, TierSystem system)
    {
        (Plans, Objective, _layout) = (plans, objective, new FeatureLayout(system.Tiers.Count));
        Limit[] limits = [.. constraints.Limits];
        _costs = [.. plans.SelectMany(p => Enumerable.Range(0, _layout.Count).Select(f => Metrics.All.Sum(m => objective.Weights[(int)m] * p.Coefficients(m)[f])))];
        _limits = [.. limits.Select(l => plans.SelectMany(p => p.Coefficients(l.Metric).ToArray()).ToArray())];
        _most = [.. limits.Select(l => l.Most * Constraints.Slack)];
    }

    /// <summary>The plans.</summary>
    public IReadOnlyList<Plan> Plans { get; }

    /// <summary>What is minimised.</summary>
    public Objective Objective { get; }

    /// <summary>The cheapest row that keeps its limits; -1 when none does. Allocates nothing.</summary>
    public int Choose(Conditions conditions)
    {
        Span<double> features = stackalloc double[_layout.Count];
        _layout.Write(conditions, features);
        (int best, double least) = (-1, double.PositiveInfinity);
        for (int row = 0; row < Plans.Count; row++)
        {
            double cost = Dot(_costs, row, features);
            if (cost < least && Allows(row, features))
                (best, least) = (row, cost);
        }

        return best;
    }

    /// <summary>What a row costs. Allocates nothing.</summary>
    public double Cost(int row, Conditions conditions)
    {
        Span<double> features = stackalloc double[_layout.Count];
        _layout.Write(conditions, features);
        return Dot(_costs, row, features);
    }

    /// <summary>Whether a row keeps its limits. Allocates nothing.</summary>
    public bool Allows(int row, Conditions conditions)
    {
        Span<double> features = stackalloc double[_layout.Count];
        _layout.Write(conditions, features);
        return Allows(row, features);
    }

    private bool Allows(int row, ReadOnlySpan<double> features)
    {
        for (int l = 0; l < _limits.Length; l++)
        {
            if (Dot(_limits[l], row, features) > _most[l])
                return false;
        }

        return true;
    }

    private static double Dot(double[] rows, int row, ReadOnlySpan<double> features) => FeatureLayout.Dot(rows.AsSpan(row * features.Length, features.Length), features);
}
