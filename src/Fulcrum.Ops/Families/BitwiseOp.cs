namespace Fulcrum.Ops.Families;

/// <summary>A function of the bits of two integers, with broadcasting.</summary>
internal abstract class BitwiseOp : BroadcastOp
{
    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;
}
