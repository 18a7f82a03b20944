using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Whether a is not greater than b.</summary>
internal sealed class LessOrEqualOp : ComparisonOp
{
    public override string OpType => "LessOrEqual";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 12, 16);

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => (a, b) => SymbolicArithmetic.Not(SymbolicArithmetic.Less(b, a));
}
