using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>1 / x.</summary>
internal sealed class ReciprocalOp : RealOp
{
    public override string OpType => "Reciprocal";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);
}
