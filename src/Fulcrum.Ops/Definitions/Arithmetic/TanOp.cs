using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The tangent.</summary>
internal sealed class TanOp : SlopeOp
{
    public override string OpType => "Tan";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);

    /// <summary>1 + y².</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Add(scope.Square(y), 1);
}
