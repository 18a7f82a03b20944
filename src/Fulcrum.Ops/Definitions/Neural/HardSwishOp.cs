using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x max(0, min(1, x / 6 + 1 / 2)).</summary>
internal sealed class HardSwishOp : SlopeOp
{
    public override string OpType => "HardSwish";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 14, 22);

    /// <summary>h + x / 6 where 0 &lt; h &lt; 1, else h, with h = max(0, min(1, x / 6 + 1 / 2)).</summary>
    protected override string Slope(GradientScope scope, string x, string y)
    {
        string h = scope.Apply("HardSigmoid", x, NodeAttribute.Of("alpha", 1f / 6), NodeAttribute.Of("beta", 0.5f));
        string inside = scope.Apply("Sign", scope.Sub(h, scope.Square(h)));
        return scope.Add(h, scope.Mul(inside, scope.Mul(x, 1.0 / 6)));
    }
}
