using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The mean of each channel.</summary>
internal sealed class GlobalAveragePoolOp : PoolingOp
{
    public override string OpType => "GlobalAveragePool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    protected override bool IsGlobal => true;
}
