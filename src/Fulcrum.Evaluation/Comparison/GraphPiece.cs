using Fulcrum.Graphs;

namespace Fulcrum.Evaluation.Comparison;

/// <summary>What computes one value of a graph from the nearest values of a given set.</summary>
/// <param name="Value">The value.</param>
/// <param name="Positions">The nodes, ascending.</param>
/// <param name="Nodes">They themselves.</param>
/// <param name="Constants">The initializers that they read.</param>
/// <param name="From">The values of the set that they read.</param>
internal sealed record GraphPiece(string Value, IReadOnlyList<int> Positions, IReadOnlyList<Node> Nodes, IReadOnlyList<Tensor> Constants, IReadOnlyList<string> From)
{
    /// <summary>The piece that ends in a value.</summary>
    /// <param name="index">The graph.</param>
    /// <param name="value">A value that a node makes.</param>
    /// <param name="stops">Where to stop; inputs of the graph stop too.</param>
    public static GraphPiece Of(GraphIndex index, string value, IReadOnlySet<string> stops)
    {
        SortedSet<int> positions = [];
        var constants = new Dictionary<string, Tensor>();
        SortedSet<string> from = new(StringComparer.Ordinal);
        var pending = new Stack<string>([value]);
        HashSet<string> seen = [];
        while (pending.TryPop(out string? name))
        {
            if (!seen.Add(name))
                continue;
            if (index.Initializer(name) is Tensor constant)
                constants[name] = constant;
            else if ((name != value && stops.Contains(name)) || index.Producer(name) is not int maker)
                from.Add(name);
            else if (positions.Add(maker))
                GraphIndex.Reads(index.Graph.Nodes[maker]).ToList().ForEach(pending.Push);
        }

        return new GraphPiece(value, [.. positions], [.. positions.Select(p => index.Graph.Nodes[p])], [.. constants.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value)], [.. from]);
    }

    /// <summary>Whether another piece has the same ops, attributes and constants.</summary>
    public bool IsSame(GraphPiece other) => From.SequenceEqual(other.From)
        && Nodes.Count == other.Nodes.Count && Nodes.Zip(other.Nodes).All(p => p.First.OpType == p.Second.OpType && p.First.Attributes.SequenceEqual(p.Second.Attributes))
        && Constants.Count == other.Constants.Count && Constants.Zip(other.Constants).All(p => ReferenceEquals(p.First, p.Second) || (p.First.Element == p.Second.Element && p.First.Bytes.Span.SequenceEqual(p.Second.Bytes.Span)));
}
