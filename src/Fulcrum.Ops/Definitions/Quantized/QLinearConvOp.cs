using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Quantized;

/// <summary>Convolution of a quantized input with a quantized weight, quantized; the bias is 32 bits.</summary>
internal sealed class QLinearConvOp : ConvolutionOp
{
    public override string OpType => "QLinearConv";

    public override OpSchema Schema { get; } = new((8, 9), (1, 1), 10);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override int WeightInput => 3;

    protected override int? BiasInput => 8;

    protected override ElementType? Element(OpNode node) => node.Element(7);
}
