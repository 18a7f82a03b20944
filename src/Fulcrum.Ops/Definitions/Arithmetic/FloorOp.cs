using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The largest integer that is not greater than x. Its derivative is zero or undefined, so it has no gradient.</summary>
internal sealed class FloorOp : StepOp
{
    public override string OpType => "Floor";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    protected override Func<Dim, Dim>? IntegerRule => x => x;
}
