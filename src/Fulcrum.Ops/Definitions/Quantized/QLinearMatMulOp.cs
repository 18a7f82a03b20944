using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Quantized;

/// <summary>Matrix product of quantized matrices, quantized.</summary>
internal sealed class QLinearMatMulOp : MatrixProductOp
{
    public override string OpType => "QLinearMatMul";

    public override OpSchema Schema { get; } = new((8, 8), (1, 1), 10, 21);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override int RightInput => 3;

    protected override ElementType? Element(OpNode node) => node.Element(7);
}
