using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op with one output of the element type and shape of its first input, whatever its other inputs.</summary>
internal abstract class UnchangedOp : RearrangingOp
{
    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) => node.Shape(0);
}
