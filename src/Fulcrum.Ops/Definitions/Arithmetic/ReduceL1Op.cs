using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sum of magnitudes along axes.</summary>
internal sealed class ReduceL1Op : ReductionOp
{
    public override string OpType => "ReduceL1";
}
