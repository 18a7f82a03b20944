using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sum of any number of inputs, elementwise.</summary>
internal sealed class SumOp : BroadcastOp
{
    public override string OpType => "Sum";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, 1), 1, 6, 8, 13);

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => Shapes.Add;
}
