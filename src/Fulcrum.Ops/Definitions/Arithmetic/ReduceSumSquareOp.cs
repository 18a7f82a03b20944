using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sum of squares along axes.</summary>
internal sealed class ReduceSumSquareOp : SlopedReductionOp
{
    public override string OpType => "ReduceSumSquare";

    /// <summary>dX = 2 dY X.</summary>
    protected override string InputGradient(GradientScope scope, string x, string y, string dy) =>
        scope.Mul(x, scope.Mul(dy, 2));
}
