using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>ln(1 + exp(x)).</summary>
internal sealed class SoftplusOp : RealOp
{
    public override string OpType => "Softplus";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);
}
