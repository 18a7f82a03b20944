using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Convolution with channels last, in the weight too.</summary>
internal sealed class NhwcConvOp : ConvolutionOp
{
    public override string OpType => "NhwcConv";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1);

    protected override bool ChannelsLast(OpNode node) => true;

    protected override bool WeightChannelsLast => true;
}
