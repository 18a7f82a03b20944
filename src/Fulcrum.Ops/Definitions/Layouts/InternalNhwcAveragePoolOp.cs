using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>AveragePool with channels last.</summary>
internal sealed class InternalNhwcAveragePoolOp : PoolingOp
{
    public override string OpType => "AveragePool";

    public override string Domain => Domains.InternalNhwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 7, 10, 11, 19, 22);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    protected override bool ChannelsLast(OpNode node) => true;
}
