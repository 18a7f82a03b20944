using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The norm of each channel.</summary>
internal sealed class GlobalLpPoolOp : PoolingOp
{
    public override string OpType => "GlobalLpPool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 2, 22);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    protected override bool IsGlobal => true;
}
