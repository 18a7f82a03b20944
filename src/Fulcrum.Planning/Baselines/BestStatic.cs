using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Baselines;

/// <summary>The one plan with one cut that is best on average over all conditions, whatever the conditions are now: what a careful person would fix by hand.</summary>
/// <param name="objective">What is averaged.</param>
/// <param name="grid">The conditions.</param>
public sealed class BestStatic(Objective objective, IReadOnlyList<Conditions> grid) : IPolicy
{
    private readonly Dictionary<string, Plan?> _chosen = [];

    /// <inheritdoc/>
    public string Name => "best static cut";

    /// <inheritdoc/>
    public Plan? Choose(VariantSpace space, Constraints constraints, Conditions conditions)
    {
        if (!_chosen.TryGetValue(space.Variant.Name, out Plan? plan))
            _chosen[space.Variant.Name] = plan = AutoSplit.Plans(space).Where(p => grid.All(c => constraints.Allow(p, c, space.System))).MinBy(p => grid.Sum(c => objective.Of(p, c)));
        return plan;
    }
}
