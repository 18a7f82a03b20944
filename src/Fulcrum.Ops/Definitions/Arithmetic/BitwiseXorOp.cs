using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The bits that are set in exactly one of two integers.</summary>
internal sealed class BitwiseXorOp : BitwiseOp
{
    public override string OpType => "BitwiseXor";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 18);
}
