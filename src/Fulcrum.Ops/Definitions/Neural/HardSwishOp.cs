using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x max(0, min(1, x / 6 + 1 / 2)).</summary>
internal sealed class HardSwishOp : RealOp
{
    public override string OpType => "HardSwish";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 14, 22);
}
