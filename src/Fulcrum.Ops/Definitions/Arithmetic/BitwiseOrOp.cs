using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The bits that are set in at least one of two integers.</summary>
internal sealed class BitwiseOrOp : BitwiseOp
{
    public override string OpType => "BitwiseOr";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 18);
}
