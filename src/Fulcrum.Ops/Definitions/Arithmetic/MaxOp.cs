using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The largest of any number of inputs, elementwise.</summary>
internal sealed class MaxOp : PickedOp
{
    public override string OpType => "Max";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, 1), 1, 6, 8, 12, 13);

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => SymbolicArithmetic.Max;
}
