using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Changes of shape as nodes of the step graph, whose shapes are known.</summary>
internal static class GradientShapes
{
    /// <summary>The sizes of a forward value.</summary>
    /// <exception cref="NotSupportedException">One is not known.</exception>
    public static long[] SizesOf(this GradientScope scope, string value) => [.. scope.ShapeOf(value).Select(d => d.Size
        ?? throw new NotSupportedException($"The dimension {d} of '{value}' has no known size."))];

    /// <summary>The same elements in another shape.</summary>
    public static string Reshape(this GradientScope scope, string value, params long[] sizes) => scope.Emit("Reshape", [value, scope.Axes(sizes)]);

    /// <summary>The same elements in the shape of a forward value.</summary>
    public static string ReshapeLike(this GradientScope scope, string gradient, string value) => scope.ShapeOf(value).All(d => d.Size is not null)
        ? scope.Reshape(gradient, scope.SizesOf(value))
        : scope.Emit("Reshape", [gradient, scope.Emit("Shape", [value])]);

    /// <summary>Repeats along dimensions of size 1 up to the shape of a forward value.</summary>
    public static string ExpandLike(this GradientScope scope, string gradient, string value) => scope.Emit("Expand", [gradient, scope.Axes(scope.SizesOf(value))]);

    /// <summary>Dimensions in another order.</summary>
    public static string Transpose(this GradientScope scope, string value, params long[] order) => scope.Emit("Transpose", [value], NodeAttribute.Of("perm", order));

    /// <summary>Zeros of the node's element type.</summary>
    public static string Zeros(this GradientScope scope, params long[] sizes) => scope.Emit("Expand", [scope.Scalar(0), scope.Axes(sizes)]);

    /// <summary>Zeros put before and after along each axis; elements are taken away where a count is negative.</summary>
    public static string Pad(this GradientScope scope, string value, long[] before, long[] after) =>
        before.Concat(after).All(count => count == 0) ? value : scope.Emit("Pad", [value, scope.Axes([.. before, .. after])]);

    /// <summary>Zeros put before and after along one axis.</summary>
    public static string Pad(this GradientScope scope, string value, int rank, int axis, long before, long after) =>
        scope.Pad(value, Along(rank, axis, before), Along(rank, axis, after));

    /// <summary>The entries from one position to before another along an axis.</summary>
    public static string Slice(this GradientScope scope, string value, int axis, long start, long end) =>
        scope.Emit("Slice", [value, scope.Axes(start), scope.Axes(end), scope.Axes(axis)]);

    /// <summary>The entries along some axes in opposite order.</summary>
    public static string Reverse(this GradientScope scope, string value, params long[] axes) => axes.Length == 0 ? value : scope.Emit(
        "Slice",
        [value, scope.Axes(Many(axes, -1)), scope.Axes(Many(axes, long.MinValue)), scope.Axes(axes), scope.Axes(Many(axes, -1))]);

    /// <summary>
    /// Adds updates to a tensor at indices along an axis. ONNX Runtime's ScatterElements keeps a line along the axis in one thread;
    /// its ScatterND deals the updates out to several, and may lose updates of the same place.
    /// </summary>
    public static string AddAt(this GradientScope scope, string to, string indices, string updates, long axis) => scope.Emit(
        "ScatterElements", [to, indices, updates], NodeAttribute.Of("axis", axis), NodeAttribute.Of("reduction", "add"));

    private static long[] Many(long[] axes, long value) => [.. axes.Select(_ => value)];

    private static long[] Along(int rank, int axis, long count) => [.. Enumerable.Range(0, rank).Select(i => i == axis ? count : 0)];
}
