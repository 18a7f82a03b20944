using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sum along axes.</summary>
internal sealed class ReduceSumOp : ReductionOp
{
    public override string OpType => "ReduceSum";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 11, 13);

    protected override Dim Empty => 0;

    protected override Func<Dim, Dim, Dim>? IntegerRule => Shapes.Add;
}
