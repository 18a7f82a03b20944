using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The position of the largest element along an axis.</summary>
internal sealed class ArgMaxOp : ArgReductionOp
{
    public override string OpType => "ArgMax";
}
