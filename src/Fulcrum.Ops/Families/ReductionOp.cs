using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Many elements to one along some axes, which are an attribute in older opsets and the second input in newer ones.</summary>
internal abstract class ReductionOp : OpDefinition
{
    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 11, 13, 18);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    /// <summary>What is reduced stays: its number may matter.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0) is not { } shape || Reduced(scope.Typed, shape.Count) is not { } reduced)
            return;
        int[] kept = [.. Enumerable.Range(0, shape.Count).Where(axis => !reduced[axis])];
        scope.JoinAxes(0, 0, [.. kept.Select((axis, i) => (axis, Keeps(scope.Typed) ? axis : i))]);
    }

    /// <summary>What the op makes of two integers; null when it carries no shapes.</summary>
    protected virtual Func<Dim, Dim, Dim>? IntegerRule => null;

    /// <summary>What the op makes of no integers.</summary>
    protected virtual Dim Empty => Dim.Unknown;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, OutputShape(node)) : null];

    public override SymbolicTensor? InferValue(OpNode node) =>
        IntegerRule is { } rule && node.Known(0) is { } value && Reduced(node, value.Shape.Count) is { } reduced
            ? value.Reduce(reduced, Keeps(node), Empty, rule)?.In(node.Element(0))
            : null;

    public override long? Macs(OpNode node) => 0;

    /// <summary>The gradient of the output, with the reduced axes as dimensions of size 1.</summary>
    protected static string KeptGradient(GradientScope scope) => Kept(scope, scope.OutputGradient);

    /// <summary>The output, with the reduced axes as dimensions of size 1.</summary>
    protected static string KeptOutput(GradientScope scope) => Kept(scope, scope.Node.Outputs[0]);

    /// <summary>The axes that are reduced.</summary>
    /// <exception cref="NotSupportedException">They are not known.</exception>
    protected static long[] ReducedAxes(GradientScope scope)
    {
        bool[] reduced = Reduced(scope.Typed, scope.ShapeOf(scope.Node.Inputs[0]).Count)
            ?? throw new NotSupportedException($"{scope.Node.OpType} along axes that are computed from data has no gradient.");
        return [.. Enumerable.Range(0, reduced.Length).Where(axis => reduced[axis]).Select(axis => (long)axis)];
    }

    /// <summary>How many elements become one.</summary>
    protected static long ReducedCount(GradientScope scope)
    {
        long[] sizes = scope.SizesOf(scope.Node.Inputs[0]);
        return ReducedAxes(scope).Aggregate(1L, (count, axis) => count * sizes[axis]);
    }

    private static string Kept(GradientScope scope, string value)
    {
        if (Keeps(scope.Typed))
            return value;
        long[] sizes = scope.SizesOf(scope.Node.Inputs[0]);
        foreach (long axis in ReducedAxes(scope))
            sizes[axis] = 1;
        return scope.Reshape(value, sizes);
    }

    private static IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } input)
            return null;
        if (Reduced(node, input.Count) is { } reduced)
            return Keeps(node) ? [.. input.Select((dim, axis) => reduced[axis] ? 1 : dim)] : [.. input.Where((_, axis) => !reduced[axis])];
        if (Keeps(node))
            return Shapes.Unknown(input.Count);
        return node.Node.Integers("axes") is null && node.Shape(1) is [{ Size: long count and > 0 }] && count <= input.Count
            ? Shapes.Unknown(input.Count - (int)count)
            : null;
    }

    private static bool Keeps(OpNode node) => node.Node.Int("keepdims", 1) != 0;

    /// <summary>For each axis, whether it is reduced; null when that is not known.</summary>
    private static bool[]? Reduced(OpNode node, int rank)
    {
        long[]? axes = node.Node.Integers("axes") is null && !node.Has(1) ? [] : node.Integers(1, "axes");
        if (axes is null)
            return null;
        bool[] reduced = new bool[rank];
        if (axes.Length == 0)
            Array.Fill(reduced, node.Node.Int("noop_with_empty_axes", 0) == 0);
        foreach (long value in axes)
        {
            if (OpNode.Axis(value, rank) is not int axis)
                return null;
            reduced[axis] = true;
        }

        return reduced;
    }
}
