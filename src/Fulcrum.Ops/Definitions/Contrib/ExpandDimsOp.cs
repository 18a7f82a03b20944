using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The same elements with one more dimension of size 1.</summary>
internal sealed class ExpandDimsOp : RenamingOp
{
    public override string OpType => "ExpandDims";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        return node.Integers(1) is [long at] && OpNode.Axis(at, shape.Count + 1) is int axis ? [.. shape.Take(axis), 1, .. shape.Skip(axis)] : Shapes.Unknown(shape.Count + 1);
    }
}
