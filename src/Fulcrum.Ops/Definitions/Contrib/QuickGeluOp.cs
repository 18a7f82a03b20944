using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>x sigmoid(alpha x).</summary>
internal sealed class QuickGeluOp : SlopeOp
{
    public override string OpType => "QuickGelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    /// <summary>s + alpha y (1 - s) with s = sigmoid(alpha x).</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        GeluSlopes.Quick(scope, x, y, scope.Node.Float("alpha", 1.702f));
}
