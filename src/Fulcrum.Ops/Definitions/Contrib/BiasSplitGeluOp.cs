using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>One half of the channels times Gelu of the other, after a bias.</summary>
internal sealed class BiasSplitGeluOp : RearrangingOp
{
    public override string OpType => "BiasSplitGelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Shape(0) is { Count: > 0 } shape ? [.. shape.SkipLast(1), AttentionShapes.Share(shape[^1], 2)] : null;
}
