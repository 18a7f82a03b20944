using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>Conv on blocks of channels, followed by an optional sum and an activation; shapes count channels as NCHW does, filled up to whole blocks.</summary>
internal sealed class NchwcConvOp : ConvolutionOp
{
    public override string OpType => "Conv";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((2, 4), (1, 1), 1);
}
