using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The slices that tuples of indices point at.</summary>
internal sealed class ContribGatherNDOp : SelectingOp
{
    public override string OpType => "GatherND";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Shape(0) is { } data && node.Shape(1) is { Count: > 0 } indices && indices[^1].Size is long depth and >= 0 && depth <= data.Count
            ? [.. indices.SkipLast(1), .. data.Skip((int)depth)]
            : null;
}
