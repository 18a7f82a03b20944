using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;

namespace Fulcrum.Cuts;

/// <summary>Which units read which weights, directly or through ops on constants.</summary>
internal sealed class ParameterSet
{
    private readonly (long Elements, int[] Units)[] _weights;

    public ParameterSet(UnitGraph graph)
    {
        Graph model = graph.Types.Graph;
        var sources = new ConstantSources(model);
        var readers = new Dictionary<string, SortedSet<int>>();
        for (int u = 0; u < graph.Units.Count; u++)
        {
            foreach (string weight in graph.Units[u].Nodes.SelectMany(n => GraphIndex.Reads(model.Nodes[n])).SelectMany(sources.Of).Distinct())
                (readers.TryGetValue(weight, out var known) ? known : readers[weight] = []).Add(u);
        }

        _weights = [.. readers.Select(r => (Elements(graph, r.Key), r.Value.ToArray())).Where(w => w.Item1 > 0)];
    }

    /// <summary>Elements of the weights that units inside, or outside, a head read; a weight read on both sides counts on both.</summary>
    public long Count(UnitSet head, bool inside)
    {
        long sum = 0;
        foreach ((long elements, int[] units) in _weights)
            sum += Array.Exists(units, u => head.Contains(u) == inside) ? elements : 0;
        return sum;
    }

    private static long Elements(UnitGraph graph, string name) => graph.Types.Constant(name) is { Element: not ElementType.Int64 } constant ? constant.ElementCount : 0;
}
