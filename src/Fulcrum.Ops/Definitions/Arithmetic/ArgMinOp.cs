using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The position of the smallest element along an axis.</summary>
internal sealed class ArgMinOp : ArgReductionOp
{
    public override string OpType => "ArgMin";
}
