using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor resampled to given sizes or by given factors along some axes.</summary>
internal sealed class ResizeOp : RearrangingOp
{
    public override string OpType => "Resize";

    public override OpSchema Schema { get; } = new((1, 4), (1, 1), 10, 11, 13, 18, 19);

    /// <summary>Axes that keep their size stay as they are; sizes follow what is left.</summary>
    public override void Couple(CouplingScope scope)
    {
        bool bySizes = scope.Typed.Opset >= 11 && scope.Typed.Has(3), whole = scope.Node.Text("coordinate_transformation_mode", "half_pixel") != "tf_crop_and_resize";
        if (scope.InputShape(0) is not { } input || scope.OutputShape(0) is not { } output || !whole || (bySizes && scope.Typed.Integers(3) is null))
            return;
        scope.JoinAxes(0, 0, [.. Enumerable.Range(0, input.Count).Where(axis => input[axis].Size is not null && input[axis].Size == output[axis].Size).Select(axis => (axis, axis))]);
        if (bySizes)
            scope.WhenShrunk(cut => Resized(cut, scope.Typed, input.Count));
    }

    private static Node Resized(ShrinkScope cut, OpNode node, int rank)
    {
        long[] wanted = node.Integers(3)!;
        int[] axes = [.. node.Node.Integers("axes")?.Select(axis => OpNode.Axis(axis, rank)!.Value) ?? Enumerable.Range(0, rank)];
        long[] left = [.. wanted.Select((size, i) => cut.IsShrunk(new PortAxis(cut.Node.Outputs[0], axes[i], ~0)) ? cut.Size(new PortAxis(cut.Node.Outputs[0], axes[i], ~0)) : size)];
        return left.SequenceEqual(wanted) ? cut.Node : cut.With(cut.Node, 3, "sizes", left);
    }

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

    public override bool HasGradient => true;

    /// <summary>dX = dY taken back through the resampling of each axis.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        if (scope.Node.Int("antialias", 0) != 0)
            throw new NotSupportedException("Resize with antialias has no gradient here.");
        (long[] from, long[] to) = (scope.SizesOf(scope.Node.Inputs[0]), scope.SizesOf(scope.Node.Outputs[0]));
        bool first = scope.Typed.Opset < 11;
        float[] scales = Factors(scope.Typed, from, to, first ? 1 : 2);
        var resampling = new Resampling(
            scope.Node.Text("mode", "nearest"),
            first ? "asymmetric" : scope.Node.Text("coordinate_transformation_mode", "half_pixel"),
            first ? "floor" : scope.Node.Text("nearest_mode", "round_prefer_floor"));
        return [AxisMap.Back(scope, from.Select((size, i) => resampling.Along(i, size, to[i], scales[i]))), .. scope.Node.Inputs.Skip(1).Select(_ => (string?)null)];
    }

    /// <summary>The factor of each axis: given, or told by the sizes.</summary>
    private static float[] Factors(OpNode node, long[] from, long[] to, int position)
    {
        float[] factors = [.. from.Zip(to, (a, b) => (float)b / a)];
        int[] axes = [.. node.Node.Integers("axes")?.Select(axis => OpNode.Axis(axis, from.Length)!.Value) ?? Enumerable.Range(0, from.Length)];
        string policy = node.Node.Text("keep_aspect_ratio_policy", "stretch");
        if (node.Floats(position) is { Length: > 0 } given)
        {
            for (int i = 0; i < axes.Length; i++)
                factors[axes[i]] = given[i];
        }
        else if (policy != "stretch" && node.Integers(3) is { } wanted)
        {
            float[] each = [.. axes.Select((axis, i) => (float)wanted[i] / from[axis])];
            foreach (int axis in axes)
                factors[axis] = policy == "not_larger" ? each.Min() : each.Max();
        }

        return factors;
    }
}
