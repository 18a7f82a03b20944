using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Blocks of channels laid out as squares of pixels.</summary>
internal sealed class DepthToSpaceOp : RearrangingOp
{
    public override string OpType => "DepthToSpace";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 11, 13);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        long block = node.Node.Int("blocksize", 0);
        if (node.Shape(0) is not { Count: 4 } x || block <= 0)
            return null;
        return [x[0], block == 1 ? x[1] : x[1].Size is long c && c % (block * block) == 0 ? c / (block * block) : Dim.Unknown, Shapes.Multiply(x[2], block), Shapes.Multiply(x[3], block)];
    }
}
