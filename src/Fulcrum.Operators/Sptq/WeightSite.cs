using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>A constant weight that is quantized, with the nodes that read it.</summary>
/// <param name="Weight">The float tensor.</param>
/// <param name="Layout">It as matrices; null for unusual forms, which are rounded to the nearest and not corrected.</param>
/// <param name="Nodes">Positions of the nodes that read it as their second input.</param>
/// <param name="Precision">How it is quantized.</param>
internal sealed record WeightSite(Tensor Weight, WeightLayout? Layout, IReadOnlyList<int> Nodes, NodePrecision Precision)
{
    /// <summary>Ops whose second input is a weight.</summary>
    private static readonly HashSet<string> Weighted = ["Conv", "Gemm", "MatMul"];

    /// <summary>The weights of a model, in the order of their first readers.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Which nodes are left out, and how the others are quantized.</param>
    public static IReadOnlyList<WeightSite> Find(Graph graph, SptqOptions options)
    {
        var index = new GraphIndex(graph);
        var readers = new Dictionary<string, List<int>>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Domain.Length > 0 || !Weighted.Contains(node.OpType) || options.For(node).Exclude || index.Initializer(node.Inputs[1]) is not { Element: ElementType.Float, ElementCount: > 0 })
                continue;
            if (!readers.TryGetValue(node.Inputs[1], out List<int>? nodes))
                readers[node.Inputs[1]] = nodes = [];
            nodes.Add(i);
        }

        return [.. readers.Select(r => Of(graph, index.Initializer(r.Key)!, r.Value, options))];
    }

    private static WeightSite Of(Graph graph, Tensor weight, List<int> nodes, SptqOptions options)
    {
        WeightLayout?[] layouts = [.. nodes.Select(i => WeightLayout.Of(graph.Nodes[i], weight)).Distinct()];
        return new WeightSite(weight, layouts is [WeightLayout only] ? only : null, nodes, options.For(graph.Nodes[nodes[0]]));
    }
}
