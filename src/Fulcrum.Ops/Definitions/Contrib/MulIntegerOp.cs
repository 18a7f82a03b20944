using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Elementwise product of 8-bit integers less their zero points, in 32 bits.</summary>
internal sealed class MulIntegerOp : OpDefinition
{
    public override string OpType => "MulInteger";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((3, 4), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Int32, Shapes.Broadcast(node.Shape(0), node.Shape(2)))];

    public override long? Macs(OpNode node) => 0;
}
