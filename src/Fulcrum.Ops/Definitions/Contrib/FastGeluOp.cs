using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Gelu by a tanh, after an optional bias.</summary>
internal sealed class FastGeluOp : BiasedRealOp
{
    public override string OpType => "FastGelu";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1);

    protected override string Slope(GradientScope scope, string sum) => GeluSlopes.Tanh(scope, sum);
}
