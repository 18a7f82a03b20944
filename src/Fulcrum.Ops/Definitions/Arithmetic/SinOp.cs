using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sine.</summary>
internal sealed class SinOp : SlopeOp
{
    public override string OpType => "Sin";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);

    /// <summary>cos x.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Apply("Cos", x);
}
