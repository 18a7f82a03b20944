using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Softmax after adding a bias or mask.</summary>
internal sealed class BiasSoftmaxOp : ElementwiseOp
{
    public override string OpType => "BiasSoftmax";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;
}
