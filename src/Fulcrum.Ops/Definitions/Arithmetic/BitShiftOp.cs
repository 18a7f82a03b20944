using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The bits of a shifted left or right by b.</summary>
internal sealed class BitShiftOp : BitwiseOp
{
    public override string OpType => "BitShift";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 11);
}
