using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Whether a flag is not set.</summary>
internal sealed class NotOp : FlagOp
{
    public override string OpType => "Not";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    protected override Func<Dim, Dim>? IntegerRule => SymbolicArithmetic.Not;
}
