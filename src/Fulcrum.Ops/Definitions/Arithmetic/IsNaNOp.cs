using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Whether x is no number.</summary>
internal sealed class IsNaNOp : FlagOp
{
    public override string OpType => "IsNaN";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 13, 20);
}
