using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sum of squares along axes.</summary>
internal sealed class ReduceSumSquareOp : ReductionOp
{
    public override string OpType => "ReduceSumSquare";
}
