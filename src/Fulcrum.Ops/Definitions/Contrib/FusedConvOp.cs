using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Convolution followed by an optional sum and an activation.</summary>
internal sealed class FusedConvOp : ConvolutionOp
{
    public override string OpType => "FusedConv";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 4), (1, 1), 1);
}
