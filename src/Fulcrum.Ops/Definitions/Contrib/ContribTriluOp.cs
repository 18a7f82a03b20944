using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The upper or lower triangle of matrices, zeros elsewhere.</summary>
internal sealed class ContribTriluOp : ElementwiseOp
{
    public override string OpType => "Trilu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;
}
