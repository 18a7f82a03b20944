using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The cosine.</summary>
internal sealed class CosOp : SlopeOp
{
    public override string OpType => "Cos";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);

    /// <summary>-sin x.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Apply("Neg", scope.Apply("Sin", x));
}
