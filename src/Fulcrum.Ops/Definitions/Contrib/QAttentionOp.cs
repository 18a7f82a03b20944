using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Multi-head self-attention on a quantized input and weight, in floats.</summary>
internal sealed class QAttentionOp : ProjectedAttentionOp
{
    public override string OpType => "QAttention";

    public override OpSchema Schema { get; } = new((5, 9), (1, 2), 1);

    public override QuantizationRole Quantization => QuantizationRole.Dequantizes;

    public override bool? IsDifferentiable => false;

    protected override int PastInput => 8;

    protected override ElementType? Element(OpNode node) => node.Element(3) ?? node.Element(2);
}
