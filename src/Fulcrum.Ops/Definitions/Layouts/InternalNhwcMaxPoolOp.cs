using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>MaxPool with channels last.</summary>
internal sealed class InternalNhwcMaxPoolOp : PoolingOp
{
    public override string OpType => "MaxPool";

    public override string Domain => Domains.InternalNhwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 2), 1, 8, 10, 11, 12, 22);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    protected override bool ChannelsLast(OpNode node) => true;
}
