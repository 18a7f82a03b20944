using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>FusedMatMul followed by an activation.</summary>
internal sealed class FusedMatMulActivationOp : FusedMatrixProductOp
{
    public override string OpType => "FusedMatMulActivation";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);
}
