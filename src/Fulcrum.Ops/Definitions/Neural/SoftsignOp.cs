using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x / (1 + |x|).</summary>
internal sealed class SoftsignOp : RealOp
{
    public override string OpType => "Softsign";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);
}
