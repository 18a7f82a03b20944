using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The largest element along axes.</summary>
internal sealed class ReduceMaxOp : PickingReductionOp
{
    public override string OpType => "ReduceMax";

    protected override Func<Dim, Dim, Dim>? IntegerRule => SymbolicArithmetic.Max;
}
