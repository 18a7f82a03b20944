using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>An image laid out in blocks of channels, put back into NCHW or NHWC without what filled the last block.</summary>
internal sealed class ReorderOutputOp : RearrangingOp
{
    public override string OpType => "ReorderOutput";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) => SlidingWindow.Spatial(node.Shape(0), false) is { } spatial
        ? SlidingWindow.Join(node.Shape(0)![0], node.Node.Int("channels", 0) is long channels and > 0 ? channels : Dim.Unknown, spatial, node.Node.Int("channels_last", 0) != 0)
        : null;
}
