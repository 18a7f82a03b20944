using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The product along axes.</summary>
internal sealed class ReduceProdOp : ReductionOp
{
    public override string OpType => "ReduceProd";

    protected override Dim Empty => 1;

    protected override Func<Dim, Dim, Dim>? IntegerRule => Shapes.Multiply;
}
