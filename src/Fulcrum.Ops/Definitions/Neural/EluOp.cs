using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x, or alpha (exp(x) - 1) where x is negative.</summary>
internal sealed class EluOp : RealOp
{
    public override string OpType => "Elu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 22);
}
