using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>The position of an element along one axis.</summary>
internal abstract class ArgReductionOp : OpDefinition
{
    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 11, 12, 13);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Int64, OutputShape(node))];

    public override long? Macs(OpNode node) => 0;

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } input || OpNode.Axis(node.Node.Int("axis", 0), input.Count) is not int axis)
            return null;
        return node.Node.Int("keepdims", 1) != 0 ? [.. input.Select((dim, i) => i == axis ? 1 : dim)] : [.. input.Where((_, i) => i != axis)];
    }
}
