using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>QLinearConv with channels last; the weight as in ONNX.</summary>
internal sealed class InternalNhwcQLinearConvOp : ConvolutionOp
{
    public override string OpType => "QLinearConv";

    public override string Domain => Domains.InternalNhwc;

    public override OpSchema Schema { get; } = new((8, 9), (1, 1), 1, 10);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override int WeightInput => 3;

    protected override int? BiasInput => 8;

    protected override ElementType? Element(OpNode node) => node.Element(7);

    protected override bool ChannelsLast(OpNode node) => true;
}
