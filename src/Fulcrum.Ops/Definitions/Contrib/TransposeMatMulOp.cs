using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The older name of FusedMatMul.</summary>
internal sealed class TransposeMatMulOp : ScaledMatrixProductOp
{
    public override string OpType => "TransposeMatMul";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);
}
