using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The square root of the sum of squares along axes.</summary>
internal sealed class ReduceL2Op : SlopedReductionOp
{
    public override string OpType => "ReduceL2";

    /// <summary>dX = dY X / Y, and 0 where Y is 0.</summary>
    protected override string InputGradient(GradientScope scope, string x, string y, string dy) =>
        scope.Mul(x, scope.Div(dy, scope.Emit("Max", [y, scope.Scalar(1e-20)])));
}
