using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x tanh(ln(1 + exp(x))).</summary>
internal sealed class MishOp : RealOp
{
    public override string OpType => "Mish";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 18, 22);
}
