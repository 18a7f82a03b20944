using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The hyperbolic cosine.</summary>
internal sealed class CoshOp : SlopeOp
{
    public override string OpType => "Cosh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);

    /// <summary>sinh x.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Apply("Sinh", x);
}
