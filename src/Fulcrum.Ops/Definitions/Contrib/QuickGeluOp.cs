using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>x sigmoid(alpha x).</summary>
internal sealed class QuickGeluOp : ElementwiseOp
{
    public override string OpType => "QuickGelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;
}
