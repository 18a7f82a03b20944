using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Whether a = b.</summary>
internal sealed class EqualOp : ComparisonOp
{
    public override string OpType => "Equal";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 7, 11, 13, 19);

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => SymbolicArithmetic.Equal;
}
