using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>ln(1 + exp(x)).</summary>
internal sealed class SoftplusOp : SlopeOp
{
    public override string OpType => "Softplus";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    /// <summary>sigmoid(x).</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Apply("Sigmoid", x);
}
