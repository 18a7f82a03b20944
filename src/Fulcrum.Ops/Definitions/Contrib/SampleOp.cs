using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>ONNX Runtime's sample: the input as it is.</summary>
internal sealed class SampleOp : ElementwiseOp
{
    public override string OpType => "SampleOp";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override void Couple(CouplingScope scope)
    {
    }
}
