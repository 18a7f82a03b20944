using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Normalization over groups of channels, scaled.</summary>
internal sealed class GroupNormOp : ElementwiseOp
{
    public override string OpType => "GroupNorm";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;
}
