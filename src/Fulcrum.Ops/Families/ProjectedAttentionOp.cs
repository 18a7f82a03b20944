using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Self-attention with its input projection: one weight makes query, key and value side by side. A second output carries keys and values on.</summary>
internal abstract class ProjectedAttentionOp : OpDefinition
{
    public override string Domain => Domains.Microsoft;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (Element(node) is not { } element)
            return new OnnxType?[node.Node.Outputs.Count];
        return [new TensorType(element, OutputShape(node)), new TensorType(element, PresentShape(node))];
    }

    /// <summary>The projection, then queries times keys and weights times values.</summary>
    public override long? Macs(OpNode node)
    {
        if (node.Shape(0) is not { Count: 3 } input || node.Shape(1) is not { Count: 2 } weight)
            return null;
        long projection = Shapes.Product([.. input.Take(2), .. weight]);
        return projection + AttentionShapes.Macs(input[0], input[1], Keys(node, input), Width(node, 0), Width(node, 2));
    }

    public override WeightRole? Weight(OpNode node) => new(1, 1, 2);

    /// <summary>Position of the keys and values carried over from earlier.</summary>
    protected abstract int PastInput { get; }

    /// <summary>The element type of the outputs.</summary>
    protected abstract ElementType? Element(OpNode node);

    private static IReadOnlyList<Dim>? OutputShape(OpNode node) => node.Shape(0) is { Count: 3 } input ? [input[0], input[1], Width(node, 2)] : null;

    private IReadOnlyList<Dim>? PresentShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: 3 } input)
            return null;
        if (node.Shape(PastInput) is { Count: 5 } past)
            return [past[0], past[1], past[2], SharesBuffer(node) ? past[3] : Shapes.Add(past[3], input[1]), past[4]];
        long heads = node.Node.Int("num_heads", 0);
        return [2, input[0], heads > 0 ? heads : Dim.Unknown, node.Has(PastInput) ? Dim.Unknown : input[1], AttentionShapes.Share(Width(node, 0), heads)];
    }

    private Dim Keys(OpNode node, IReadOnlyList<Dim> input) =>
        node.Shape(PastInput) is not { Count: 5 } past ? input[1] : SharesBuffer(node) ? Dim.Unknown : Shapes.Add(past[3], input[1]);

    private static bool SharesBuffer(OpNode node) => node.Node.Int("past_present_share_buffer", 0) != 0;

    /// <summary>The width of query (0), key (1) or value (2): thirds of the weight unless an attribute says otherwise.</summary>
    private static Dim Width(OpNode node, int part)
    {
        if (node.Node.Integers("qkv_hidden_sizes") is { Count: 3 } sizes)
            return sizes[part];
        return node.Shape(1) is { Count: 2 } weight ? AttentionShapes.Share(weight[1], 3)
            : node.Shape(2) is { Count: 1 } bias ? AttentionShapes.Share(bias[0], 3)
            : Dim.Unknown;
    }
}
