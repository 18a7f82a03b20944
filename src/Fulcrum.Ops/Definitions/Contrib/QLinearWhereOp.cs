using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Elements of one quantized tensor or another by a condition, requantized.</summary>
internal sealed class QLinearWhereOp : OpDefinition
{
    public override string OpType => "QLinearWhere";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((9, 9), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [(node.Element(8) ?? node.Element(1)) is { } element ? new TensorType(element, Shapes.Broadcast([node.Shape(0), node.Shape(1), node.Shape(4)])) : null];

    public override long? Macs(OpNode node) => 0;
}
