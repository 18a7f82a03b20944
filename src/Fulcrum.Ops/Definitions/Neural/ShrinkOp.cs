using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x moved by a bias towards zero, and zero where its magnitude is not above lambd.</summary>
internal sealed class ShrinkOp : RealOp
{
    public override string OpType => "Shrink";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9);
}
