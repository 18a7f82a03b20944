using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>max(0, x) + min(0, alpha (exp(x / alpha) - 1)).</summary>
internal sealed class CeluOp : RealOp
{
    public override string OpType => "Celu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 12);
}
