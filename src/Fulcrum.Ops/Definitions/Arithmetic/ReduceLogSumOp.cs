using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The logarithm of the sum along axes.</summary>
internal sealed class ReduceLogSumOp : ReductionOp
{
    public override string OpType => "ReduceLogSum";
}
