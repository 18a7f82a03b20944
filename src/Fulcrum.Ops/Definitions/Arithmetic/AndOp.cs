using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Whether both flags are set.</summary>
internal sealed class AndOp : LogicalOp
{
    public override string OpType => "And";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 7);

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => SymbolicArithmetic.And;
}
