using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>x times the normal distribution function of x.</summary>
internal sealed class ContribGeluOp : SlopeOp
{
    public override string OpType => "Gelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    /// <summary>That of the exact form.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        GeluSlopes.Exact(scope, x);
}
