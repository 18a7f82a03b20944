using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>|x|.</summary>
internal sealed class AbsOp : RealOp
{
    public override string OpType => "Abs";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    protected override Func<Dim, Dim>? IntegerRule => SymbolicArithmetic.Abs;
}
