using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Gelu after a bias.</summary>
internal sealed class BiasGeluOp : BiasedRealOp
{
    public override string OpType => "BiasGelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    protected override string Slope(GradientScope scope, string sum) => GeluSlopes.Exact(scope, sum);
}
