using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>gamma times x, or gamma alpha (exp(x) - 1) where x is not positive.</summary>
internal sealed class SeluOp : SlopeOp
{
    public override string OpType => "Selu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 22);

    /// <summary>gamma where x is positive, else y + gamma alpha.</summary>
    protected override string Slope(GradientScope scope, string x, string y)
    {
        (float alpha, float gamma) = (scope.Node.Float("alpha", 1.67326319f), scope.Node.Float("gamma", 1.05070102f));
        return scope.WherePositive(x, scope.Scalar(gamma), scope.Add(y, (double)gamma * alpha));
    }
}
