using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op that draws numbers in a shape that an attribute gives.</summary>
internal abstract class RandomSourceOp : RandomOp
{
    protected override ElementType? DefaultElement(OpNode node) => ElementType.Float;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        NodeAttributes.Integers(node.Node, "shape") is long[] shape ? [.. shape.Select(size => ShapeValues.AsSize(size))] : null;
}
