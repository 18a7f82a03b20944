using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The rest of a division, with the sign of the divisor, or with fmod that of the dividend.</summary>
internal sealed class ModOp : BroadcastOp
{
    public override string OpType => "Mod";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 10, 13);

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => node.Node.Int("fmod", 0) != 0 ? SymbolicArithmetic.Remainder : SymbolicArithmetic.Modulo;
}
