using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>1 / x.</summary>
internal sealed class ReciprocalOp : SlopeOp
{
    public override string OpType => "Reciprocal";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    /// <summary>-y².</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Apply("Neg", scope.Square(y));
}
