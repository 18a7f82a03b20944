using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The logarithm of the sum along axes.</summary>
internal sealed class ReduceLogSumOp : SlopedReductionOp
{
    public override string OpType => "ReduceLogSum";

    /// <summary>dX = dY / exp(Y), repeated along the reduced axes.</summary>
    protected override string InputGradient(GradientScope scope, string x, string y, string dy) =>
        scope.ExpandLike(scope.Div(dy, scope.Apply("Exp", y)), x);
}
