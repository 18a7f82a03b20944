using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Placements;

/// <summary>
/// Cuts of several tensors that no list holds: the minimum cuts of the linear part of an objective, for each number of tiers that are used. What they leave out (round trips, jitter,
/// weights that several nodes read, limits) is judged afterwards like that of any other plan.
/// </summary>
internal static class CheapestCuts
{
    /// <summary>Adds the cuts of the cheapest placements.</summary>
    /// <param name="space">Where to add them.</param>
    /// <param name="weights">What a unit of each metric weighs.</param>
    /// <param name="features">The conditions.</param>
    public static void Add(VariantSpace space, IReadOnlyList<double> weights, double[] features)
    {
        for (int depth = 1; depth <= space.System.Links.Count; depth++)
        {
            Add(space, weights, features, depth, _ => true);
            if (space.Variant.Codings.Values.Any(codings => codings.Any(c => c.DropPoints > 0)))
                Add(space, weights, features, depth, c => c.DropPoints == 0);
        }
    }

    private static void Add(VariantSpace space, IReadOnlyList<double> weights, double[] features, int depth, Func<TensorCoding, bool> kind)
    {
        CutMap map = space.Variant.Map;
        var prices = new MetricPrices(space.Model, weights, features);
        Dictionary<Node, int> position = space.Positions;
        Placement placement = map.Cheapest(new PlacementCosts
        {
            Tiers = [.. Enumerable.Range(0, depth + 1).Select(t => (Func<Node, double>)(node => space.NodeCost(t, position[node], prices)))],
            Links = [.. Enumerable.Range(0, depth).Select(l => (Func<string, long?, double>)((value, _) => space.SendCost(l, value, prices, kind)))],
            Returning = (value, tier) => Enumerable.Range(0, tier).Sum(l => prices.Link(l, LinkQuantity.Down, LinkQuantity.Down50, LinkQuantity.Down99)) * (map.BytesOf(value) ?? 0),
        });
        List<int> head = [];
        for (int link = 0; link < depth; link++)
        {
            head.AddRange(placement.Tiers[link]);
            space.Add(map.At(head));
        }
    }
}
