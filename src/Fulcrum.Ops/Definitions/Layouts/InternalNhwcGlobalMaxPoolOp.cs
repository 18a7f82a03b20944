using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>GlobalMaxPool with channels last.</summary>
internal sealed class InternalNhwcGlobalMaxPoolOp : PoolingOp
{
    public override string OpType => "GlobalMaxPool";

    public override string Domain => Domains.InternalNhwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    protected override bool ChannelsLast(OpNode node) => true;

    protected override bool IsGlobal => true;
}
