using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The hyperbolic sine.</summary>
internal sealed class SinhOp : SlopeOp
{
    public override string OpType => "Sinh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);

    /// <summary>cosh x.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Apply("Cosh", x);
}
