using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor with dimensions of size 1 put in at some axes of the output.</summary>
internal sealed class UnsqueezeOp : RenamingOp
{
    public override string OpType => "Unsqueeze";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 11, 13, 21);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        if (node.Integers(1, "axes") is long[] axes)
            return With(shape, axes);
        return node.Shape(1) is [{ Size: long count and >= 0 and < 64 }] ? Shapes.Unknown((int)(shape.Count + count)) : null;
    }

    private static Dim[]? With(IReadOnlyList<Dim> shape, long[] axes)
    {
        int rank = shape.Count + axes.Length;
        int?[] added = [.. axes.Select(axis => OpNode.Axis(axis, rank)).Distinct()];
        if (added.Contains(null) || added.Length != axes.Length)
            return null;
        var rest = new Queue<Dim>(shape);
        return [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : rest.Dequeue())];
    }
}
