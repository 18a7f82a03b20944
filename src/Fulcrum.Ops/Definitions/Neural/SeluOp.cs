using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>gamma times x, or gamma alpha (exp(x) - 1) where x is not positive.</summary>
internal sealed class SeluOp : RealOp
{
    public override string OpType => "Selu";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 22);
}
