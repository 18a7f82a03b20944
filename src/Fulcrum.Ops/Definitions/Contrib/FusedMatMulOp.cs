using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product of factors that may be transposed.</summary>
internal sealed class FusedMatMulOp : ScaledMatrixProductOp
{
    public override string OpType => "FusedMatMul";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    public override void Couple(CouplingScope scope)
    {
        if (scope.Node.Int("transBatchA", 0) == 0 && scope.Node.Int("transBatchB", 0) == 0)
            CoupleProduct(scope, scope.Node.Int("transA", 0) != 0, scope.Node.Int("transB", 0) != 0);
    }
}
