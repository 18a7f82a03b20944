using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>max(0, x) + min(0, alpha (exp(x / alpha) - 1)).</summary>
internal sealed class CeluOp : SlopeOp
{
    public override string OpType => "Celu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 12);

    /// <summary>1 + min(0, y) / alpha.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Add(scope.Mul(scope.Emit("Min", [y, scope.Scalar(0)]), 1.0 / scope.Node.Float("alpha", 1)), 1);
}
