using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Whether x is infinite.</summary>
internal sealed class IsInfOp : FlagOp
{
    public override string OpType => "IsInf";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 10, 20);
}
