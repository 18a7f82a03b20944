using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Planning.Baselines;

/// <summary>All policies to compare with.</summary>
public static class Policies
{
    /// <summary>All of them, for a system and an objective over given conditions.</summary>
    public static IReadOnlyList<IPolicy> All(TierSystem system, Objective objective, IReadOnlyList<Conditions> grid)
    {
        IEnumerable<int> later = Enumerable.Range(1, system.Tiers.Count - 1);
        return
        [
            new AllOnDevice(), .. later.Select(t => new TierAlone(t)), .. later.Select(t => new EncodedInput(t)), new Neurosurgeon(Metric.Latency), new Neurosurgeon(Metric.Energy), new Dads(), new AutoSplit(),
            new BestStatic(objective, grid),
        ];
    }
}
