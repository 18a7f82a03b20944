namespace Fulcrum.Ops.Families;

/// <summary>A function of reals that is constant between jumps: its derivative is zero or undefined.</summary>
internal abstract class StepOp : ElementwiseOp
{
    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;
}
