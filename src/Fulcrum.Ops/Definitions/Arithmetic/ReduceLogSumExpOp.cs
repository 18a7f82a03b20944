using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The logarithm of the sum of exponentials along axes.</summary>
internal sealed class ReduceLogSumExpOp : SlopedReductionOp
{
    public override string OpType => "ReduceLogSumExp";

    /// <summary>dX = dY exp(X - Y).</summary>
    protected override string InputGradient(GradientScope scope, string x, string y, string dy) =>
        scope.Mul(scope.Apply("Exp", scope.Sub(x, y)), dy);
}
