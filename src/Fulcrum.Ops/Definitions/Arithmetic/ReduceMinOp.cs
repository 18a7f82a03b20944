using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The smallest element along axes.</summary>
internal sealed class ReduceMinOp : PickingReductionOp
{
    public override string OpType => "ReduceMin";

    protected override Func<Dim, Dim, Dim>? IntegerRule => SymbolicArithmetic.Min;
}
