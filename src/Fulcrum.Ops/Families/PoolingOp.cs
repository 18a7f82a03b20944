using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>One value for each position of a window that slides over each channel.</summary>
internal abstract class PoolingOp : OpDefinition
{
    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    /// <summary>The shape of the output.</summary>
    protected static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: >= 2 } input)
            return null;
        return [.. input.Take(2), .. SlidingWindow.Slide(node.Node, input) ?? Shapes.Unknown(input.Count - 2)];
    }
}
