using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An elementwise op on two integer tensors, each with scale and zero point, broadcast against each other.</summary>
internal abstract class QuantizedBinaryOp : OpDefinition
{
    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((7, 8), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [(node.Element(7) ?? node.Element(0)) is { } element ? new TensorType(element, Shapes.Broadcast(node.Shape(0), node.Shape(3))) : null];

    public override long? Macs(OpNode node) => 0;
}
