using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>One flag for each pair of elements, with broadcasting.</summary>
internal abstract class ComparisonOp : BroadcastOp
{
    public override bool? IsDifferentiable => false;

    protected override ElementType? OutputElement(OpNode node) => ElementType.Bool;
}
