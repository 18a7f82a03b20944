using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>Conv with channels last; the weight as in ONNX.</summary>
internal sealed class InternalNhwcConvOp : ConvolutionOp
{
    public override string OpType => "Conv";

    public override string Domain => Domains.InternalNhwc;

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1, 11, 22);

    protected override bool ChannelsLast(OpNode node) => true;
}
