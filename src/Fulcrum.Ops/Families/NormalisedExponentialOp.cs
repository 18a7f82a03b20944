namespace Fulcrum.Ops.Families;

/// <summary>Softmax or its logarithm.</summary>
internal abstract class NormalisedExponentialOp : RealOp
{
    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 11, 13);

    public override bool HasGradient => true;

    /// <summary>What is normalised together stays.</summary>
    public override void Couple(CouplingScope scope)
    {
        int rank = scope.InputShape(0)?.Count ?? 0;
        if (OpNode.Axis(scope.Node.Int("axis", scope.Typed.Opset < 13 ? 1 : -1), rank) is int axis)
            scope.Pointwise(0, scope.Typed.Opset < 13 ? Enumerable.Range(axis, rank - axis) : [axis]);
    }

    /// <summary>The axes that are normalised together: one, or before opset 13 all from one on (1 unless given).</summary>
    protected static long[] Axes(GradientScope scope)
    {
        int rank = scope.ShapeOf(scope.Node.Inputs[0]).Count;
        int axis = OpNode.Axis(scope.Node.Int("axis", scope.Opset < 13 ? 1 : -1), rank) ?? rank;
        return scope.Opset < 13 ? [.. Enumerable.Range(axis, rank - axis).Select(i => (long)i)] : [axis];
    }
}
