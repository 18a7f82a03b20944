using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x, or slope x where x is negative; the slopes are broadcast to x.</summary>
internal sealed class PReluOp : RealOp
{
    public override string OpType => "PRelu";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 6, 7, 9, 16);
}
