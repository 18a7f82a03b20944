using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>An image laid out in blocks of channels, the last block filled up. A block is 4, 8 or 16 channels, by the machine.</summary>
internal sealed class ReorderInputOp : RearrangingOp
{
    public override string OpType => "ReorderInput";

    public override string Domain => Domains.Nchwc;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    private const int LargestBlock = 16;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        bool last = node.Node.Int("channels_last", 0) != 0;
        if (SlidingWindow.Spatial(node.Shape(0), last) is not { } spatial)
            return null;
        Dim channels = SlidingWindow.Channels(node.Shape(0)!, last);
        return SlidingWindow.Join(node.Shape(0)![0], channels.Size % LargestBlock == 0 ? channels : Dim.Unknown, spatial, false);
    }
}
