using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Average pooling of a quantized tensor, quantized.</summary>
internal sealed class QLinearAveragePoolOp : PoolingOp
{
    public override string OpType => "QLinearAveragePool";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((4, 5), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    protected override ElementType? Element(OpNode node) => node.Element(4) ?? node.Element(0);

    protected override bool ChannelsLast(OpNode node) => node.Node.Int("channels_last", 0) != 0;
}
