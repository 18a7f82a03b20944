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
        Dictionary<string, HashSet<string>> constants = Constants(model);
        var readers = new Dictionary<string, SortedSet<int>>();
        for (int u = 0; u < graph.Units.Count; u++)
        {
            foreach (string weight in graph.Units[u].Nodes.SelectMany(n => GraphIndex.Reads(model.Nodes[n])).SelectMany(r => constants.GetValueOrDefault(r) ?? []).Distinct())
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

    /// <summary>For each value that depends on constants only, the constants.</summary>
    private static Dictionary<string, HashSet<string>> Constants(Graph graph)
    {
        var constants = graph.Initializers.DistinctBy(t => t.Name).ToDictionary(t => t.Name, t => new HashSet<string> { t.Name });
        foreach (Node node in graph.Nodes)
        {
            string[] reads = [.. GraphIndex.Reads(node)];
            if (!reads.All(constants.ContainsKey))
                continue;
            HashSet<string> own = [.. reads.SelectMany(r => constants[r]), .. node.Outputs.Where(_ => reads.Length == 0)];
            foreach (string output in node.Outputs)
                constants[output] = own;
        }

        return constants;
    }
}
