using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Its input as a matrix: the dimensions before an axis by those from it on.</summary>
internal sealed class FlattenOp : RenamingOp
{
    public override string OpType => "Flatten";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 9, 11, 13, 21);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        long axis = node.Node.Int("axis", 1);
        int split = (int)Math.Clamp(axis < 0 ? axis + shape.Count : axis, 0, shape.Count);
        return [Shapes.Multiply(shape.Take(split)), Shapes.Multiply(shape.Skip(split))];
    }
}
