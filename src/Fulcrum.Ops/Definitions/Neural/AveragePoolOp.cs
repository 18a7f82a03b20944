using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The mean under a sliding window.</summary>
internal sealed class AveragePoolOp : PoolingOp
{
    public override string OpType => "AveragePool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 7, 10, 11, 19, 22);

    public override QuantizationRole Quantization => QuantizationRole.Compute;
}
