using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product of quantized matrices, in floats.</summary>
internal sealed class MatMulIntegerToFloatOp : MatrixProductOp
{
    public override string OpType => "MatMulIntegerToFloat";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((4, 7), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Dequantizes;

    public override bool? IsDifferentiable => false;

    protected override int? BiasInput => 6;

    protected override ElementType? Element(OpNode node) => node.Element(2);
}
