using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Multi-head self-attention with its input projection.</summary>
internal sealed class ContribAttentionOp : ProjectedAttentionOp
{
    public override string OpType => "Attention";

    public override OpSchema Schema { get; } = new((2, 7), (1, 2), 1);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool? IsDifferentiable => true;

    protected override int PastInput => 4;

    protected override ElementType? Element(OpNode node) => node.Element(0);
}
