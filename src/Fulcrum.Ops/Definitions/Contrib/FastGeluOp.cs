using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Gelu by a tanh, after an optional bias.</summary>
internal sealed class FastGeluOp : ElementwiseOp
{
    public override string OpType => "FastGelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;
}
