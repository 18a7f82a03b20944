using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x sigmoid(alpha x).</summary>
internal sealed class SwishOp : RealOp
{
    public override string OpType => "Swish";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 24);
}
