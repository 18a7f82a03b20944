using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Convolution with a weight [M, C / group, kernel...].</summary>
internal sealed class ConvOp : ConvolutionOp
{
    public override string OpType => "Conv";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1, 11, 22);
}
