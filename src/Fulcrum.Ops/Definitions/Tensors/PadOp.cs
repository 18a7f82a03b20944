using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor with entries added before and after along some axes, or taken away where the count is negative.</summary>
internal sealed class PadOp : RearrangingOp
{
    public override string OpType => "Pad";

    public override OpSchema Schema { get; } = new((1, 4), (1, 1), 1, 2, 11, 13, 18, 19, 21);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        int?[] axes = node.Has(3)
            ? [.. (node.Integers(3) ?? []).Select(axis => OpNode.Axis(axis, shape.Count))]
            : [.. Enumerable.Range(0, shape.Count).Select(i => (int?)i)];
        if (Counts(node) is not { } counts || counts.Count != 2 * axes.Length || axes.Contains(null))
            return Shapes.Unknown(shape.Count);
        Dim[] padded = [.. shape];
        for (int i = 0; i < axes.Length; i++)
            padded[axes[i]!.Value] = Padded(shape[axes[i]!.Value], Shapes.Add(counts[i], counts[axes.Length + i]));
        return padded;
    }

    private static IReadOnlyList<Dim>? Counts(OpNode node) =>
        node.Node.Integers("pads") is { } pads ? [.. pads.Select(count => (Dim)count)] : node.List(1);

    private static Dim Padded(Dim size, Dim added) => Shapes.AsSize(Shapes.Add(size, added));
}
