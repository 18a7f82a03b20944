using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Whether a is less than b.</summary>
internal sealed class LessOp : ComparisonOp
{
    public override string OpType => "Less";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 7, 9, 13);

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => SymbolicArithmetic.Less;
}
