using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>a to the power of b; the result has the type of a.</summary>
internal sealed class PowOp : BroadcastOp
{
    public override string OpType => "Pow";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 7, 12, 13, 15);

    protected override ElementType? OutputElement(OpNode node) => node.Element(0);
}
