using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The nearest integer; halves go to the even one. Its derivative is zero or undefined, so it has no gradient.</summary>
internal sealed class RoundOp : StepOp
{
    public override string OpType => "Round";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 11, 22);

    protected override Func<Dim, Dim>? IntegerRule => x => x;
}
