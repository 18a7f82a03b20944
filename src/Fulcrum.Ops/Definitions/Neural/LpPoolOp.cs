using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The norm under a sliding window.</summary>
internal sealed class LpPoolOp : PoolingOp
{
    public override string OpType => "LpPool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 2, 11, 18, 22);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;
}
