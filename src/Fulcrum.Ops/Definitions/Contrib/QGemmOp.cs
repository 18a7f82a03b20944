using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Gemm of quantized matrices: quantized, or float when no output scale is given.</summary>
internal sealed class QGemmOp : MatrixSumOp
{
    public override string OpType => "QGemm";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((6, 9), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override int RightInput => 3;

    protected override int? BiasInput => 6;

    protected override ElementType? Element(OpNode node) => node.Element(8) ?? (node.Has(8) ? null : ElementType.Float);
}
