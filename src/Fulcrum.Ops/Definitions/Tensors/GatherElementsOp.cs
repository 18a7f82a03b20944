using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>For each index the entry of a tensor at that place along an axis, elsewhere at the index's own place.</summary>
internal sealed class GatherElementsOp : SelectingOp
{
    public override string OpType => "GatherElements";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 11, 13);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) => node.Shape(1);
}
