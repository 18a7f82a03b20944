using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Ops.Analysis;

namespace Fulcrum.Cuts.Units;

/// <summary>
/// A graph as cuts see it: the nodes that turn inputs into outputs, those that are never torn apart as one unit, in topological order.
/// What depends on constants only belongs to no side: both sides can have it.
/// </summary>
internal sealed class UnitGraph
{
    /// <summary>More bytes of integers than this are data, not a shape.</summary>
    private const long SmallBytes = 256;

    private UnitGraph(GraphTypes types, IReadOnlyList<Unit> units, IReadOnlyList<UnitValue> values)
    {
        (Types, Units, Values) = (types, units, values);
        HasSmallUnits = units.Any(u => u.IsSmall);
        Sources = [.. Enumerable.Range(0, units.Count).Where(u => units[u].Reads.Count == 0)];
    }

    public GraphTypes Types { get; }

    public IReadOnlyList<Unit> Units { get; }

    /// <summary>The values that can cross, inputs first.</summary>
    public IReadOnlyList<UnitValue> Values { get; }

    /// <summary>Units that read nothing that crosses.</summary>
    public IReadOnlyList<int> Sources { get; }

    /// <summary>Whether any unit is small.</summary>
    public bool HasSmallUnits { get; }

    /// <summary>Whether a value is a few integers that a small unit made.</summary>
    public bool IsSmall(int value) => Values[value].Maker is >= 0 and int maker && Units[maker].IsSmall;

    /// <summary>The units of a graph.</summary>
    /// <param name="types">What is known whatever the sizes of symbolic dimensions.</param>
    /// <param name="sized">What is known once they have the sizes to count with.</param>
    public static UnitGraph Of(GraphTypes types, GraphTypes sized)
    {
        var index = new GraphIndex(types.Graph);
        int[] live = LiveNodes.Of(types, index);
        int[] unitOf = Group(types, index, live);
        return Assemble(types, sized, index, live, unitOf);
    }

    /// <summary>Units in topological order: a value that may not cross ties its maker to all its readers.</summary>
    private static int[] Group(GraphTypes types, GraphIndex index, int[] live)
    {
        var rules = new CutRules(index, types);
        Dictionary<int, int> place = live.Select((node, i) => (node, i)).ToDictionary(p => p.node, p => p.i);
        var next = live.Select(_ => new List<int>()).ToArray();
        for (int reader = 0; reader < live.Length; reader++)
        {
            foreach (string read in GraphIndex.Reads(types.Graph.Nodes[live[reader]]).Distinct())
            {
                if (index.Producer(read) is not int producer || !place.TryGetValue(producer, out int maker))
                    continue;
                next[maker].Add(reader);
                if (!rules.MayCross(read))
                    next[reader].Add(maker);
            }
        }

        int[] component = Components.Of(next);
        int last = component.Length == 0 ? 0 : component.Max();
        return [.. component.Select(c => last - c)];
    }

    private static UnitGraph Assemble(GraphTypes types, GraphTypes sized, GraphIndex index, int[] live, int[] unitOf)
    {
        int count = unitOf.Length == 0 ? 0 : unitOf.Max() + 1;
        var nodes = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        var readers = new Dictionary<string, SortedSet<int>>();
        var makers = types.Graph.Inputs.Where(i => !index.IsConstant(i.Name)).ToDictionary(i => i.Name, _ => -1);
        for (int i = 0; i < live.Length; i++)
        {
            nodes[unitOf[i]].Add(live[i]);
            foreach (string output in types.Graph.Nodes[live[i]].Outputs.Where(o => o.Length > 0))
                makers[output] = unitOf[i];
            foreach (string read in GraphIndex.Reads(types.Graph.Nodes[live[i]]))
                (readers.TryGetValue(read, out var known) ? known : readers[read] = []).Add(unitOf[i]);
        }

        UnitValue[] values = [.. makers.Where(m => readers.TryGetValue(m.Key, out var r) && r.Any(u => u != m.Value))
            .Select(m => new UnitValue(m.Key, Bytes(sized, m.Key), m.Value, [.. readers[m.Key].Where(u => u != m.Value)]))];
        var reads = nodes.Select(_ => new List<int>()).ToArray();
        var makes = nodes.Select(_ => new List<int>()).ToArray();
        for (int v = 0; v < values.Length; v++)
        {
            if (values[v].Maker >= 0)
                makes[values[v].Maker].Add(v);
            foreach (int reader in values[v].Readers)
                reads[reader].Add(v);
        }

        return new UnitGraph(types, [.. nodes.Select((n, u) => Describe(sized, n, reads[u], makes[u], makes[u].All(v => IsIndex(types.Tensor(values[v].Name)))))], values);
    }

    private static Unit Describe(GraphTypes types, List<int> nodes, List<int> reads, List<int> makes, bool makesIndices)
    {
        long?[] macs = [.. nodes.Select(n => types.Macs(types.Graph.Nodes[n]))];
        bool isSmall = makes.Count > 0 && makesIndices && macs.All(m => m == 0);
        return new Unit(nodes, Tally.Of(macs.Select(m => m ?? 0)), macs.Count(m => m is null), reads, makes, isSmall);
    }

    private static bool IsIndex(TensorType? type) => type is { Element: ElementType.Int64 or ElementType.Int32 or ElementType.Bool, Shape: { } shape }
        && shape.All(d => d.Size is not null) && TensorSize.Bytes(type) <= SmallBytes;

    private static long? Bytes(GraphTypes types, string value) => types.Tensor(value) is { Shape: not null } type ? TensorSize.Bytes(type) : null;
}
