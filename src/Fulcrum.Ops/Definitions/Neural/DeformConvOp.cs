using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Convolution whose window reads at places moved by offsets, each weighed by a mask.</summary>
internal sealed class DeformConvOp : ConvolutionOp
{
    public override string OpType => "DeformConv";

    public override OpSchema Schema { get; } = new((3, 5), (1, 1), 19, 22);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    protected override int? BiasInput => 3;
}
