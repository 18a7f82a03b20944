using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x tanh(ln(1 + exp(x))).</summary>
internal sealed class MishOp : SlopeOp
{
    public override string OpType => "Mish";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 18, 22);

    /// <summary>t + x sigmoid(x) (1 - t²) with t = tanh(ln(1 + exp(x))).</summary>
    protected override string Slope(GradientScope scope, string x, string y)
    {
        string t = scope.Apply("Tanh", scope.Apply("Softplus", x));
        string product = scope.Mul(scope.Mul(x, scope.Apply("Sigmoid", x)), scope.Sub(1, scope.Square(t)));
        return scope.Add(t, product);
    }
}
