using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product of factors that may be transposed.</summary>
internal sealed class FusedMatMulOp : ScaledMatrixProductOp
{
    public override string OpType => "FusedMatMul";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);
}
