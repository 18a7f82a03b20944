using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Average of a quantized tensor over its space, quantized.</summary>
internal sealed class QLinearGlobalAveragePoolOp : PoolingOp
{
    public override string OpType => "QLinearGlobalAveragePool";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((5, 5), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override ElementType? Element(OpNode node) => node.Element(4) ?? node.Element(0);

    protected override bool ChannelsLast(OpNode node) => node.Node.Int("channels_last", 0) != 0;

    protected override bool IsGlobal => true;
}
