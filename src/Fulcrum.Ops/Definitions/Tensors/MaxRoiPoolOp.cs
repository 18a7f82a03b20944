using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Regions of feature maps, each reduced to one size by maxima.</summary>
internal sealed class MaxRoiPoolOp : RearrangingOp
{
    public override string OpType => "MaxRoiPool";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 22);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Node.Integers("pooled_shape") is not [long height, long width])
            return null;
        Dim regions = node.Shape(1) is [Dim count, _] ? count : Dim.Unknown;
        return [regions, node.Shape(0) is { Count: 4 } x ? x[1] : Dim.Unknown, Shapes.AsSize(height), Shapes.AsSize(width)];
    }
}
