using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>ONNX Runtime's own QLinearConv: input and output may have their channels last.</summary>
internal sealed class ContribQLinearConvOp : ConvolutionOp
{
    public override string OpType => "QLinearConv";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((8, 9), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override int WeightInput => 3;

    protected override int? BiasInput => 8;

    protected override ElementType? Element(OpNode node) => node.Element(7);

    protected override bool ChannelsLast(OpNode node) => node.Node.Int("channels_last", 0) != 0;
}
