using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x / (1 + |x|).</summary>
internal sealed class SoftsignOp : SlopeOp
{
    public override string OpType => "Softsign";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    /// <summary>(1 - |y|)².</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Square(scope.Sub(1, scope.Apply("Abs", y)));
}
