using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>max(0, min(1, alpha x + beta)).</summary>
internal sealed class HardSigmoidOp : SlopeOp
{
    public override string OpType => "HardSigmoid";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 22);

    /// <summary>alpha where 0 &lt; y &lt; 1: there y - y² is positive.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Mul(scope.Apply("Sign", scope.Sub(y, scope.Square(y))), scope.Node.Float("alpha", 0.2f));
}
