using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>1 for the first largest element along an axis, 0 for the others.</summary>
internal sealed class HardmaxOp : StepOp
{
    public override string OpType => "Hardmax";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 11, 13);

    /// <summary>What is compared stays.</summary>
    public override void Couple(CouplingScope scope)
    {
        int rank = scope.InputShape(0)?.Count ?? 0;
        if (OpNode.Axis(scope.Node.Int("axis", scope.Typed.Opset < 13 ? 1 : -1), rank) is int axis)
            scope.Pointwise(0, scope.Typed.Opset < 13 ? Enumerable.Range(axis, rank - axis) : [axis]);
    }
}
