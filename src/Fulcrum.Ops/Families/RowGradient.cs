using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>The gradient of picking entries along an axis, seen as a tensor [before, entries, behind].</summary>
/// <param name="scope">The node that picks: data, indices.</param>
/// <param name="axis">The axis.</param>
internal sealed class RowGradient(GradientScope scope, int axis)
{
    private readonly long[] _sizes = scope.SizesOf(scope.Node.Inputs[0]);
    private readonly long _picked = Product(scope.SizesOf(scope.Node.Inputs[1]));

    private long Before => Product(_sizes[..axis]);

    private long Behind => Product(_sizes[(axis + 1)..]);

    /// <summary>
    /// One entry: zeros around it. Since opset 16: each row of dY is added to the entry it was read from. Before: the product of the
    /// one-hot matrix of the indices with dY, whose cost is that of a dense layer over all entries.
    /// </summary>
    public string Emit()
    {
        string dy = scope.Reshape(scope.OutputGradient, Before, _picked, Behind);
        string dx = scope.Typed.Integers(1) is [long only] ? One(dy, only) : scope.Opset >= 16 ? Added(dy) : Product(dy);
        return scope.Reshape(dx, _sizes);
    }

    private string One(string dy, long index)
    {
        long at = index < 0 ? index + _sizes[axis] : index;
        return scope.Pad(dy, 3, 1, at, _sizes[axis] - 1 - at);
    }

    private string Added(string dy)
    {
        string column = scope.Reshape(scope.Node.Inputs[1], 1, _picked, 1);
        string places = scope.Emit("Expand", [column, scope.Axes(Before, _picked, Behind)]);
        return scope.AddAt(scope.Zeros(Before, _sizes[axis], Behind), places, dy, 1);
    }

    private string Product(string dy)
    {
        string values = scope.Emit("Concat", [scope.Reshape(scope.Scalar(0), 1), scope.Reshape(scope.Scalar(1), 1)], NodeAttribute.Of("axis", 0));
        string hot = scope.Emit("OneHot", [scope.Reshape(scope.Node.Inputs[1], _picked), scope.Axes(_sizes[axis]), values], NodeAttribute.Of("axis", 0));
        return scope.Emit("MatMul", [hot, dy]);
    }

    private static long Product(long[] sizes) => sizes.Aggregate(1L, (product, size) => product * size);
}
