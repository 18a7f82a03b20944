using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Entries of a tensor along an axis, picked by index.</summary>
internal sealed class GatherOp : SelectingOp
{
    public override string OpType => "Gather";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 11, 13);

    public override bool HasGradient => true;

    public override SymbolicTensor? InferValue(OpNode node)
    {
        if (node.Known(0) is not { } data || node.Known(1) is not { } indices || Axis(node, data.Shape.Count) is not int axis)
            return null;
        int[]? sizes = SymbolicTensor.Sizes(Joined(data.Dims, indices.Dims, axis));
        return SymbolicTensor.Build(sizes, index => At(data, indices, index, axis));
    }

    /// <summary>dX = dY added up at the entries that were read, zeros elsewhere.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [new RowGradient(scope, Axis(scope.Typed, scope.ShapeOf(scope.Node.Inputs[0]).Count)!.Value).Emit(), null];

    /// <summary>Along other axes than the one that is picked from, entries go with themselves.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0) is not { } data || scope.InputShape(1) is not { } indices || Axis(scope.Typed, data.Count) is not int axis)
            return;
        scope.JoinAxes(0, 0, [.. Enumerable.Range(0, data.Count).Where(i => i != axis).Select(i => (i, i < axis ? i : i + indices.Count - 1))]);
        scope.JoinAxes(1, 0, [.. Enumerable.Range(0, indices.Count).Select(i => (i, axis + i))]);
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Shape(0) is { } data && node.Shape(1) is { } indices && Axis(node, data.Count) is int axis ? Joined(data, indices, axis) : null;

    private static int? Axis(OpNode node, int rank) => OpNode.Axis(node.Node.Int("axis", 0), rank);

    private static Dim[] Joined(IReadOnlyList<Dim> data, IReadOnlyList<Dim> indices, int axis) => [.. data.Take(axis), .. indices, .. data.Skip(axis + 1)];

    private static Dim? At(SymbolicTensor data, SymbolicTensor indices, int[] index, int axis)
    {
        int rank = indices.Shape.Count;
        if (indices.At([.. index.Skip(axis).Take(rank)]) is not Dim picked)
            return null;
        if (picked.Size is not long at)
            return Dim.Unknown;
        at = at < 0 ? at + data.Shape[axis] : at;
        return at >= 0 && at < data.Shape[axis] ? data.At([.. index.Take(axis), (int)at, .. index.Skip(axis + rank)]) : null;
    }
}
