using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The square root of the sum of squares along axes.</summary>
internal sealed class ReduceL2Op : ReductionOp
{
    public override string OpType => "ReduceL2";
}
