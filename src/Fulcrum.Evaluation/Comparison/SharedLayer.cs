using Fulcrum.Graphs;

namespace Fulcrum.Evaluation.Comparison;

/// <summary>A value that an original and its variant share by name, and what computes it in each from the shared values before it.</summary>
/// <param name="Original">In the original.</param>
/// <param name="Variant">In the variant.</param>
internal sealed record SharedLayer(GraphPiece Original, GraphPiece Variant)
{
    private static readonly HashSet<string> Weighted = ["Conv", "ConvTranspose", "Gemm", "MatMul"];

    /// <summary>The value's name.</summary>
    public string Value => Original.Value;

    /// <summary>The node of the original that carries a weight; where there is none, the one that makes the value.</summary>
    public Node Node => Original.Nodes.FirstOrDefault(n => Weight(n) is not null) ?? Original.Nodes[^1];

    /// <summary>The layer's weight in the original; null when it has none.</summary>
    public Tensor? WeightTensor => Weight(Node);

    /// <summary>The layers that differ, in the original's order.</summary>
    public static IReadOnlyList<SharedLayer> Find(Graph original, Graph variant)
    {
        var (ours, theirs) = (new GraphIndex(original), new GraphIndex(variant));
        HashSet<string> shared = [.. original.Nodes.SelectMany(n => n.Outputs).Where(o => o.Length > 0 && theirs.Producer(o) is not null)];
        return [.. original.Nodes.SelectMany(n => n.Outputs).Where(shared.Contains)
            .Select(value => new SharedLayer(GraphPiece.Of(ours, value, shared), GraphPiece.Of(theirs, value, shared))).Where(layer => !layer.Original.IsSame(layer.Variant))];
    }

    private Tensor? Weight(Node node) => Weighted.Contains(node.OpType) && node.Inputs.Count > 1 ? Original.Constants.FirstOrDefault(c => c.Name == node.Inputs[1] && c.Element == ElementType.Float) : null;
}
