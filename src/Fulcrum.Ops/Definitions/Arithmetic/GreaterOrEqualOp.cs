using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Whether a is not less than b.</summary>
internal sealed class GreaterOrEqualOp : ComparisonOp
{
    public override string OpType => "GreaterOrEqual";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 12, 16);

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => (a, b) => SymbolicArithmetic.Not(SymbolicArithmetic.Less(a, b));
}
