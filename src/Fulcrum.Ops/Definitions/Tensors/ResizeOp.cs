using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor resampled to given sizes or by given factors along some axes.</summary>
internal sealed class ResizeOp : RearrangingOp
{
    public override string OpType => "Resize";

    public override OpSchema Schema { get; } = new((1, 4), (1, 1), 10, 11, 13, 18, 19);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        int?[] axes = node.Node.Integers("axes") is { } given
            ? [.. given.Select(axis => OpNode.Axis(axis, shape.Count))]
            : [.. Enumerable.Range(0, shape.Count).Select(i => (int?)i)];
        if (axes.Contains(null) || Resized(node, [.. axes.Select(axis => shape[axis!.Value])]) is not { } resized)
            return Shapes.Unknown(shape.Count);
        Dim[] result = [.. shape];
        for (int i = 0; i < axes.Length; i++)
            result[axes[i]!.Value] = resized[i];
        return result;
    }

    /// <summary>The sizes along the resized axes; null when nothing is known of them.</summary>
    private static Dim[]? Resized(OpNode node, Dim[] sizes)
    {
        int scales = node.Opset < 11 ? 1 : 2;
        if (node.Opset >= 11 && node.Has(3) && node.Dims(3) is { } wanted && wanted.Count == sizes.Length)
            return Wanted(node.Node, sizes, wanted);
        if ((node.Floats(scales) ?? node.Integers(scales)?.Select(factor => (float)factor).ToArray()) is not { } factors || factors.Length != sizes.Length)
            return null;
        return [.. sizes.Select((size, i) => Interpolation.Scaled(size, factors[i], Window(node, i, sizes.Length)))];
    }

    private static Dim[] Wanted(Node node, Dim[] sizes, IReadOnlyList<Dim> wanted)
    {
        string policy = node.Text("keep_aspect_ratio_policy", "stretch");
        if (policy == "stretch")
            return [.. wanted];
        if (sizes.Concat(wanted).Any(d => d.Size is null) || sizes.Any(d => d.Size <= 0))
            return Shapes.Unknown(sizes.Length);
        var factors = sizes.Zip(wanted, (from, to) => (double)to.Size!.Value / from.Size!.Value);
        double factor = policy == "not_larger" ? factors.Min() : factors.Max();
        return [.. sizes.Select(size => (Dim)(long)Math.Floor((factor * size.Size!.Value) + 0.5))];
    }

    /// <summary>Which part of the axis is resized; all of it unless the region of interest counts. Null when it is not known.</summary>
    private static float? Window(OpNode node, int axis, int count)
    {
        if (node.Node.Text("coordinate_transformation_mode", "half_pixel") != "tf_crop_and_resize")
            return 1;
        return node.Floats(1) is float[] region && region.Length == 2 * count ? region[count + axis] - region[axis] : null;
    }
}
