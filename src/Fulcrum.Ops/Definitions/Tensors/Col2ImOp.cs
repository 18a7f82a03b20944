using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Columns of image blocks added up into the images they came from.</summary>
internal sealed class Col2ImOp : RearrangingOp
{
    public override string OpType => "Col2Im";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 18);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Dims(1) is not { } image)
            return null;
        Dim batch = node.Shape(0) is { Count: 3 } x ? x[0] : Dim.Unknown;
        return [batch, Channels(node), .. image];
    }

    private static Dim Channels(OpNode node)
    {
        if (node.Shape(0) is not { Count: 3 } x || x[1].Size is not long columns || node.Integers(2) is not long[] block)
            return Dim.Unknown;
        long size = Shapes.Product(block.Select(side => (Dim)side));
        return size > 0 && columns % size == 0 ? columns / size : Dim.Unknown;
    }
}
