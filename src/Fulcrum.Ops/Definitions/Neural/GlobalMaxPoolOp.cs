using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The largest element of each channel.</summary>
internal sealed class GlobalMaxPoolOp : PoolingOp
{
    public override string OpType => "GlobalMaxPool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    protected override bool IsGlobal => true;
}
