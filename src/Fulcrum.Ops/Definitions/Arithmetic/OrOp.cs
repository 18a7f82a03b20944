using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Whether at least one flag is set.</summary>
internal sealed class OrOp : LogicalOp
{
    public override string OpType => "Or";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 7);

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => SymbolicArithmetic.Or;
}
