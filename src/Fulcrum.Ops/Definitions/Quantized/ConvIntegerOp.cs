using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Quantized;

/// <summary>Convolution of 8-bit integers less their zero points, in 32 bits.</summary>
internal sealed class ConvIntegerOp : ConvolutionOp
{
    public override string OpType => "ConvInteger";

    public override OpSchema Schema { get; } = new((2, 4), (1, 1), 10);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override int? BiasInput => null;

    protected override ElementType? Element(OpNode node) => ElementType.Int32;
}
