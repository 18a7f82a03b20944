using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Cuts;

/// <summary>
/// The cheapest placement on ordered tiers, exactly, as a minimum cut of a network: for two tiers that of DADS (INFOCOM 2019), with what DADS leaves
/// open: more tiers, a tensor that several nodes read is paid for once, results that must come back are paid for, units are never torn.
/// A tier may stay empty. Equations in docs/cuts.md.
/// </summary>
public static class MinimumCut
{
    /// <summary>Finds it; of several with the same cost, the one that keeps most on the later tiers.</summary>
    /// <param name="model">A well-formed model.</param>
    /// <param name="costs">What is to be minimised.</param>
    /// <param name="dims">Sizes to count symbolic dimensions with; others count 1.</param>
    /// <exception cref="ArgumentException">A cost is negative, infinite or no number, or there is not one link less than tiers.</exception>
    public static Placement Find(Model model, PlacementCosts costs, IReadOnlyDictionary<string, long>? dims = null)
    {
        GraphTypes types = TypeInference.Infer(model);
        return Find(UnitGraph.Of(types, dims is null ? types : TypeInference.Infer(model, dims)), costs);
    }

    internal static Placement Find(UnitGraph graph, PlacementCosts costs)
    {
        if (costs.Tiers.Count < 2 || costs.Links.Count != costs.Tiers.Count - 1)
            throw new ArgumentException($"{costs.Tiers.Count} tiers and {costs.Links.Count} links do not make a chain.", nameof(costs));
        var network = new PlacementNetwork(graph, costs);
        int[] tier = network.Solve();
        return Describe(graph, network, tier);
    }

    private static Placement Describe(UnitGraph graph, PlacementNetwork network, int[] tier)
    {
        int tiers = network.Tiers;
        var crossing = Enumerable.Range(0, tiers - 1).Select(link => Enumerable.Range(0, graph.Values.Count).Where(v => Crosses(graph.Values[v], tier, link)).ToArray()).ToArray();
        double cost = tier.Select((t, u) => network.UnitCost(u, t)).Sum() + crossing.Select((values, link) => values.Sum(v => network.ValueCost(v, link))).Sum();
        return new Placement(
            cost,
            [.. Enumerable.Range(0, tiers).Select(t => graph.Units.Where((_, u) => tier[u] == t).SelectMany(u => u.Nodes).Order().ToArray())],
            [.. crossing.Select(values => values.Select(v => graph.Values[v].Name).ToArray())]);
    }

    private static bool Crosses(UnitValue value, int[] tier, int link) => (value.Maker < 0 || tier[value.Maker] <= link) && value.Readers.Any(r => tier[r] > link);
}
