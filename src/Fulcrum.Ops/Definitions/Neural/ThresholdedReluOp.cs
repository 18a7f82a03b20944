using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x where it is greater than alpha, else 0.</summary>
internal sealed class ThresholdedReluOp : SlopeOp
{
    public override string OpType => "ThresholdedRelu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 10, 22);

    /// <summary>1 where x is greater than alpha, else 0.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Mask("Greater", x, scope.Scalar(scope.Node.Float("alpha", 1)));
}
