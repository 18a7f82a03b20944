using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x times the probability that a normal variable is less.</summary>
internal sealed class GeluOp : SlopeOp
{
    public override string OpType => "Gelu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 20);

    /// <summary>That of the exact form, or of the one with tanh.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Node.Text("approximate", "none") == "tanh" ? GeluSlopes.Tanh(scope, x) : GeluSlopes.Exact(scope, x);
}
