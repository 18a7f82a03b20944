using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op that draws numbers in a shape that an attribute gives.</summary>
internal abstract class RandomSourceOp : RandomOp
{
    protected override ElementType? DefaultElement(OpNode node) => ElementType.Float;

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Node.Integers("shape") is { } shape ? [.. shape.Select(size => Shapes.AsSize(size))] : null;
}
