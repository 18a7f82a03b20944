using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sum along axes.</summary>
internal sealed class ReduceSumOp : ReductionOp
{
    public override string OpType => "ReduceSum";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 11, 13);

    public override bool HasGradient => true;

    /// <summary>dX = dY, repeated along the reduced axes.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        scope.FirstOnly(scope.ExpandLike(KeptGradient(scope), scope.Node.Inputs[0]));

    protected override Dim Empty => 0;

    protected override Func<Dim, Dim, Dim>? IntegerRule => Shapes.Add;
}
