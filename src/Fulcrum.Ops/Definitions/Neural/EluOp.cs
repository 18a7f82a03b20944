using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x, or alpha (exp(x) - 1) where x is negative.</summary>
internal sealed class EluOp : SlopeOp
{
    public override string OpType => "Elu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 22);

    /// <summary>1 where x is positive, else y + alpha.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.WherePositive(x, scope.Scalar(1), scope.Add(y, scope.Node.Float("alpha", 1)));
}
