using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sums of all elements up to each one along an axis.</summary>
internal sealed class CumSumOp : RealOp
{
    public override string OpType => "CumSum";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 11, 14);
}
