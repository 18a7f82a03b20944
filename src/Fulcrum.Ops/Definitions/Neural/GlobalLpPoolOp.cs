using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The norm of each channel.</summary>
internal sealed class GlobalLpPoolOp : GlobalPoolingOp
{
    public override string OpType => "GlobalLpPool";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 2, 22);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;
}
