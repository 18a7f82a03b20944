using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>FusedConv with channels last; the weight as in ONNX.</summary>
internal sealed class NhwcFusedConvOp : ConvolutionOp
{
    public override string OpType => "NhwcFusedConv";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 4), (1, 1), 1);

    protected override bool ChannelsLast(OpNode node) => true;
}
