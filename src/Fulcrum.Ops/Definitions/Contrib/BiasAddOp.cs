using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Sum of input, bias and residual.</summary>
internal sealed class BiasAddOp : ElementwiseOp
{
    public override string OpType => "BiasAdd";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;
}
