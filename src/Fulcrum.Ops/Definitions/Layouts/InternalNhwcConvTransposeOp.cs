using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>ConvTranspose with channels last; the weight as in ONNX.</summary>
internal sealed class InternalNhwcConvTransposeOp : TransposedConvolutionOp
{
    public override string OpType => "ConvTranspose";

    public override string Domain => Domains.InternalNhwc;

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1, 11, 22);

    protected override bool ChannelsLast => true;
}
