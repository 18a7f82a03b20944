using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The logarithm of the sum of exponentials along axes.</summary>
internal sealed class ReduceLogSumExpOp : ReductionOp
{
    public override string OpType => "ReduceLogSumExp";
}
