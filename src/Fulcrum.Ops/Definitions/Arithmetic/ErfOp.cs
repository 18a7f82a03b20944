using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The error function.</summary>
internal sealed class ErfOp : SlopeOp
{
    public override string OpType => "Erf";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 13);

    /// <summary>2 / √π exp(-x²), with the factor inside the exponential.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Apply("Exp", scope.Sub(Math.Log(2 / Math.Sqrt(Math.PI)), scope.Square(x)));
}
