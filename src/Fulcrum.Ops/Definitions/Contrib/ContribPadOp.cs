using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The input with elements added, or removed where the number is negative, at both ends of its axes.</summary>
internal sealed class ContribPadOp : RearrangingOp
{
    public override string OpType => "Pad";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        return node.Known(1) is { } pads && pads.Values.Count == 2 * shape.Count
            ? [.. shape.Select((d, i) => Shapes.Add(d, Shapes.Add(pads.Values[i], pads.Values[i + shape.Count])))]
            : Shapes.Unknown(shape.Count);
    }
}
