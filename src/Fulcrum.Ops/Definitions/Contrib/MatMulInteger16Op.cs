using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product of 16-bit integers in 32 bits: unsigned when both factors are.</summary>
internal sealed class MatMulInteger16Op : MatrixProductOp
{
    public override string OpType => "MatMulInteger16";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override ElementType? Element(OpNode node) => (node.Element(0), node.Element(1)) switch
    {
        (null, _) or (_, null) => null,
        (ElementType.UInt16, ElementType.UInt16) => ElementType.UInt32,
        _ => ElementType.Int32,
    };
}
