using Fulcrum.Cuts.Flow;
using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;

namespace Fulcrum.Cuts;

/// <summary>
/// The network whose minimum cut is the cheapest placement. Vertex (u, k) is on the source's side when unit u runs on tier k or an earlier one;
/// vertex (v, k) carries value v over link k.
/// </summary>
internal sealed class PlacementNetwork
{
    private readonly UnitGraph _graph;
    private readonly double[][] _unitCosts;
    private readonly double[][] _valueCosts;

    public PlacementNetwork(UnitGraph graph, PlacementCosts costs)
    {
        (_graph, Tiers) = (graph, costs.Tiers.Count);
        _unitCosts = [.. graph.Units.Select(u => Enumerable.Range(0, Tiers).Select(t => UnitCost(graph, u, costs, t)).ToArray())];
        _valueCosts = [.. graph.Values.Select(v => costs.Links.Select(l => Checked(l(v.Name, v.Bytes), v.Name)).ToArray())];
    }

    public int Tiers { get; }

    public double UnitCost(int unit, int tier) => _unitCosts[unit][tier];

    public double ValueCost(int value, int link) => _valueCosts[value][link];

    /// <summary>The tier of each unit.</summary>
    public int[] Solve()
    {
        int links = Tiers - 1;
        (int source, int sink) = ((_graph.Units.Count + _graph.Values.Count) * links, ((_graph.Units.Count + _graph.Values.Count) * links) + 1);
        var flow = new MaximumFlow(sink + 1);
        for (int u = 0; u < _graph.Units.Count; u++)
            AddUnit(flow, u, source, sink);
        for (int v = 0; v < _graph.Values.Count; v++)
            AddValue(flow, v, source);
        bool[] early = flow.SourceSide(source, sink);
        return [.. Enumerable.Range(0, _graph.Units.Count).Select(u => Enumerable.Range(0, links).Count(k => !early[(u * links) + k]))];
    }

    private void AddUnit(MaximumFlow flow, int unit, int source, int sink)
    {
        int links = Tiers - 1, first = unit * links;
        flow.Add(first, sink, _unitCosts[unit][0]);
        for (int k = 1; k < links; k++)
        {
            flow.Add(first + k, first + k - 1, _unitCosts[unit][k]);
            flow.Add(first + k - 1, first + k, double.PositiveInfinity);
        }

        flow.Add(source, first + links - 1, _unitCosts[unit][links]);
    }

    private void AddValue(MaximumFlow flow, int value, int source)
    {
        int links = Tiers - 1;
        (int maker, IReadOnlyList<int> readers) = (_graph.Values[value].Maker, _graph.Values[value].Readers);
        for (int k = 0; k < links; k++)
        {
            int carrier = ((_graph.Units.Count + value) * links) + k;
            flow.Add(maker < 0 ? source : (maker * links) + k, carrier, _valueCosts[value][k]);
            foreach (int reader in readers)
            {
                flow.Add(carrier, (reader * links) + k, double.PositiveInfinity);
                if (maker >= 0)
                    flow.Add((reader * links) + k, (maker * links) + k, double.PositiveInfinity);
            }
        }
    }

    private static double UnitCost(UnitGraph graph, Unit unit, PlacementCosts costs, int tier)
    {
        Graph model = graph.Types.Graph;
        HashSet<string> made = [.. unit.Nodes.SelectMany(n => model.Nodes[n].Outputs)];
        return unit.Nodes.Sum(n => Checked(costs.Tiers[tier](model.Nodes[n]), model.Nodes[n].Display))
            + (tier == 0 ? 0 : model.Outputs.Where(o => made.Contains(o.Name)).Sum(o => Checked(costs.Returning(o.Name, tier), o.Name)));
    }

    private static double Checked(double cost, string place) => double.IsFinite(cost) && cost >= 0
        ? cost
        : throw new ArgumentException($"The cost of '{place}' is {cost}; costs are finite and not negative.");
}
