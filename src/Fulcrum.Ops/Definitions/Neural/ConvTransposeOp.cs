using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The transpose of a convolution with a weight [C, M / group, kernel...].</summary>
internal sealed class ConvTransposeOp : TransposedConvolutionOp
{
    public override string OpType => "ConvTranspose";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1, 11, 22);
}
