using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>GlobalAveragePool with channels last.</summary>
internal sealed class InternalNhwcGlobalAveragePoolOp : PoolingOp
{
    public override string OpType => "GlobalAveragePool";

    public override string Domain => Domains.InternalNhwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    protected override bool ChannelsLast(OpNode node) => true;

    protected override bool IsGlobal => true;
}
