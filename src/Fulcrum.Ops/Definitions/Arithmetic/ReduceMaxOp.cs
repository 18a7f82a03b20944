using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The largest element along axes.</summary>
internal sealed class ReduceMaxOp : ReductionOp
{
    public override string OpType => "ReduceMax";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 11, 12, 13, 18, 20);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    protected override Func<Dim, Dim, Dim>? IntegerRule => SymbolicArithmetic.Max;
}
