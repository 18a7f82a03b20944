using Fulcrum.Cuts;
using Fulcrum.Graphs;

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
    /// <returns>The cuts of each placement, one for each link that it uses.</returns>
    public static IReadOnlyList<int[]> Add(VariantSpace space, IReadOnlyList<double> weights, double[] features) =>
        [.. Enumerable.Range(1, space.System.Links.Count).Select(depth => Add(space, weights, features, depth))];

    private static int[] Add(VariantSpace space, IReadOnlyList<double> weights, double[] features, int depth)
    {
        CutMap map = space.Variant.Map;
        var prices = new MetricPrices(space.Model, weights, features);
        Dictionary<Node, int> position = new(ReferenceEqualityComparer.Instance);
        for (int n = 0; n < map.Model.Graph.Nodes.Count; n++)
            position[map.Model.Graph.Nodes[n]] = n;
        Placement placement = map.Cheapest(new PlacementCosts
        {
            Tiers = [.. Enumerable.Range(0, depth + 1).Select(t => (Func<Node, double>)(node => space.NodeCost(t, position[node], prices)))],
            Links = [.. Enumerable.Range(0, depth).Select(l => (Func<string, long?, double>)((value, _) => space.SendCost(l, value, prices)))],
            Returning = (value, tier) => Enumerable.Range(0, tier).Sum(l => prices.Link(l, LinkQuantity.Down, LinkQuantity.Down50, LinkQuantity.Down99)) * (map.BytesOf(value) ?? 0),
        });
        List<int> head = [];
        List<int> cuts = [];
        for (int link = 0; link < depth; link++)
        {
            head.AddRange(placement.Tiers[link]);
            cuts.Add(space.Add(map.At(head)));
        }

        return [.. cuts];
    }
}
