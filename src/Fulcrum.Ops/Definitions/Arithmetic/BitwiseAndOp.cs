using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The bits that are set in both integers.</summary>
internal sealed class BitwiseAndOp : BitwiseOp
{
    public override string OpType => "BitwiseAnd";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 18);
}
