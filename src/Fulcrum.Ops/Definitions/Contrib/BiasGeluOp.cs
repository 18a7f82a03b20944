using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Gelu after a bias.</summary>
internal sealed class BiasGeluOp : ElementwiseOp
{
    public override string OpType => "BiasGelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;
}
