using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sum of magnitudes along axes.</summary>
internal sealed class ReduceL1Op : SlopedReductionOp
{
    public override string OpType => "ReduceL1";

    /// <summary>dX = dY sign(X).</summary>
    protected override string InputGradient(GradientScope scope, string x, string y, string dy) =>
        scope.Mul(scope.Apply("Sign", x), dy);
}
