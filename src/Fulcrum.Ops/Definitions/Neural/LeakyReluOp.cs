using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x, or alpha x where x is negative.</summary>
internal sealed class LeakyReluOp : SlopeOp
{
    public override string OpType => "LeakyRelu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 16);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    /// <summary>1 where x is positive, else alpha. For the usual alpha that is the sign of x, limited to [alpha, 1].</summary>
    protected override string Slope(GradientScope scope, string x, string y)
    {
        float alpha = scope.Node.Float("alpha", 0.01f);
        return alpha is >= 0 and <= 1
            ? scope.Emit("Clip", [scope.Apply("Sign", x), scope.Scalar(alpha), scope.Scalar(1)])
            : scope.WherePositive(x, scope.Scalar(1), scope.Scalar(alpha));
    }
}
