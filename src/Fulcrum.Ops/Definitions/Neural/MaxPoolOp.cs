using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The largest element under a sliding window, and where it was.</summary>
internal sealed class MaxPoolOp : PoolingOp
{
    public override string OpType => "MaxPool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 2), 1, 8, 10, 11, 12, 22);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;
}
