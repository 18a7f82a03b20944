using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor without some of its dimensions of size 1; without all of them when no axes are given.</summary>
internal sealed class SqueezeOp : RenamingOp
{
    public override string OpType => "Squeeze";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 11, 13, 21);

    /// <summary>Axes that are told by their size 1 are named, lest others that are left with one index go too.</summary>
    public override void Couple(CouplingScope scope)
    {
        base.Couple(scope);
        if (scope.Typed.Has(1) || scope.Node.Integers("axes") is not null || scope.InputShape(0) is not { } shape)
            return;
        long[] axes = [.. Enumerable.Range(0, shape.Count).Where(axis => shape[axis].Size == 1).Select(axis => (long)axis)];
        bool asAttribute = scope.Typed.Opset < 13;
        scope.WhenShrunk(cut => cut.With(cut.Node, 1, "axes", axes, asAttribute));
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        if (node.Integers(1, "axes") is long[] axes)
            return Without(shape, axes);
        if (node.Has(1))
            return node.Shape(1) is [{ Size: long count }] && count >= 0 && count <= shape.Count ? Shapes.Unknown((int)(shape.Count - count)) : null;
        return shape.All(d => d.Size is not null) ? [.. shape.Where(d => d.Size != 1)] : null;
    }

    private static Dim[]? Without(IReadOnlyList<Dim> shape, long[] axes)
    {
        int?[] dropped = [.. axes.Select(axis => OpNode.Axis(axis, shape.Count))];
        bool fits = dropped.All(axis => axis is int i && (shape[i].Size ?? 1) == 1);
        return fits ? [.. shape.Where((_, i) => !dropped.Contains(i))] : null;
    }
}
