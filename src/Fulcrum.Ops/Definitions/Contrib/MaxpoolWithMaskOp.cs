using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Max pooling of what a mask lets through.</summary>
internal sealed class MaxpoolWithMaskOp : PoolingOp
{
    public override string OpType => "MaxpoolWithMask";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;
}
