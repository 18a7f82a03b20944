using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x times the probability that a normal variable is less.</summary>
internal sealed class GeluOp : RealOp
{
    public override string OpType => "Gelu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 20);
}
