using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The inverse of MaxPool: each element goes where it was, the others are 0.</summary>
internal sealed class MaxUnpoolOp : OpDefinition
{
    public override string OpType => "MaxUnpool";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 9, 11, 22);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: >= 2 } input)
            return null;
        if (node.Has(2))
            return node.Known(2) is { Shape.Count: 1 } wanted && wanted.Values.Count == input.Count ? wanted.Values : Shapes.Unknown(input.Count);
        return [.. input.Take(2), .. SlidingWindow.Unslide(node.Node, input) ?? Shapes.Unknown(input.Count - 2)];
    }
}
