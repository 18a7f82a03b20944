using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>max(0, min(1, alpha x + beta)).</summary>
internal sealed class HardSigmoidOp : RealOp
{
    public override string OpType => "HardSigmoid";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 22);
}
