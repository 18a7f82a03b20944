using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x where it is greater than alpha, else 0.</summary>
internal sealed class ThresholdedReluOp : RealOp
{
    public override string OpType => "ThresholdedRelu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 10, 22);
}
