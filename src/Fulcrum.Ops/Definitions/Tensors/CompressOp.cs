using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The entries along an axis, or of the flattened tensor, for which a condition holds.</summary>
internal sealed class CompressOp : SelectingOp
{
    public override string OpType => "Compress";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 9, 11);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        Dim kept = node.Integers(1)?.Count(v => v != 0) ?? Dim.Unknown;
        if (node.Node.Attribute("axis") is not IntAttribute given)
            return [kept];
        return node.Shape(0) is { } shape && OpNode.Axis(given.Value, shape.Count) is int axis ? [.. shape.Select((d, i) => i == axis ? kept : d)] : null;
    }
}
