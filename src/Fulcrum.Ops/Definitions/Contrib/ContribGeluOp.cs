using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>x times the normal distribution function of x.</summary>
internal sealed class ContribGeluOp : ElementwiseOp
{
    public override string OpType => "Gelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;
}
