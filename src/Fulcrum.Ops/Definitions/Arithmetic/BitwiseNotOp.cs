using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The bits of x inverted.</summary>
internal sealed class BitwiseNotOp : ElementwiseOp
{
    public override string OpType => "BitwiseNot";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 18);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;
}
