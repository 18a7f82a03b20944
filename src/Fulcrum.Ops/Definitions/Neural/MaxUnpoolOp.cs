using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The inverse of MaxPool: each element goes where it was, the others are 0.</summary>
internal sealed class MaxUnpoolOp : RearrangingOp
{
    public override string OpType => "MaxUnpool";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 9, 11, 22);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: >= 2 } input)
            return null;
        if (node.Has(2))
            return node.Known(2) is { Shape.Count: 1 } wanted && wanted.Values.Count == input.Count ? wanted.Values : Shapes.Unknown(input.Count);
        IReadOnlyList<Dim> spatial = SlidingWindow.Spatial(input, false)!;
        return [.. input.Take(2), .. SlidingWindow.Spread(node.Node, spatial, SlidingWindow.Kernel(node.Node, spatial.Count), SlidingWindow.Pads(node.Node, spatial.Count))];
    }
}
