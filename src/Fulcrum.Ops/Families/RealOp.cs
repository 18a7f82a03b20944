namespace Fulcrum.Ops.Families;

/// <summary>A function of reals that is differentiable almost everywhere and has no integer kernel; one output of the type of its first input.</summary>
internal abstract class RealOp : ElementwiseOp
{
    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;
}
