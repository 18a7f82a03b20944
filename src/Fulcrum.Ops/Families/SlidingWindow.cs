using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A window that slides over the spatial dimensions of a tensor: the arithmetic of convolution and pooling.</summary>
internal sealed class SlidingWindow
{
    private readonly Dim[] _kernel;
    private readonly long[] _strides;
    private readonly long[] _dilations;
    private readonly long[] _pads;
    private readonly string _autoPad;
    private readonly bool _ceil;

    private SlidingWindow(Node node, Dim[] kernel)
    {
        _kernel = kernel;
        _strides = node.List("strides") ?? Repeat(1, kernel.Length);
        _dilations = node.List("dilations") ?? Repeat(1, kernel.Length);
        _autoPad = node.Text("auto_pad", "NOTSET");
        _pads = _autoPad is "NOTSET" or "" && node.List("pads") is { } pads ? pads : Repeat(0, 2 * kernel.Length);
        _ceil = node.Int("ceil_mode", 0) != 0;
    }

    private bool IsSame => _autoPad is "SAME_UPPER" or "SAME_LOWER";

    /// <summary>The spatial dimensions after the window of a node has slid over an input [N, C, spatial...]; null when the attributes do not fit its rank.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The input's dimensions.</param>
    /// <param name="kernel">The window's size, when it is no attribute.</param>
    public static Dim[]? Slide(Node node, IReadOnlyList<Dim> input, IEnumerable<Dim>? kernel = null) =>
        Of(node, input.Count - 2, kernel) is { } window ? [.. input.Skip(2).Select(window.Slide)] : null;

    /// <summary>The spatial dimensions from which a sliding window would have made this input; null when the attributes do not fit its rank.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The input's dimensions.</param>
    /// <param name="kernel">The window's size, when it is no attribute.</param>
    public static Dim[]? Unslide(Node node, IReadOnlyList<Dim> input, IEnumerable<Dim>? kernel = null)
    {
        int rank = input.Count - 2;
        if (rank >= 0 && node.List("output_shape") is { } wanted)
            return wanted.Length == rank ? [.. wanted.Select(size => (Dim)size)] : null;
        long[] extra = node.List("output_padding") ?? Repeat(0, Math.Max(rank, 0));
        return extra.Length == rank && Of(node, rank, kernel) is { } window ? [.. input.Skip(2).Select((dim, i) => window.Unslide(dim, i, extra[i]))] : null;
    }

    private static SlidingWindow? Of(Node node, int rank, IEnumerable<Dim>? kernel)
    {
        if (rank < 0)
            return null;
        var window = new SlidingWindow(node, node.List("kernel_shape") is { } given ? [.. given.Select(size => (Dim)size)] : [.. kernel ?? Shapes.Unknown(rank)]);
        return window.Fits(rank) ? window : null;
    }

    private static long[] Repeat(long value, int count) => [.. Enumerable.Repeat(value, count)];

    private bool Fits(int rank) =>
        _kernel.Length == rank && _strides.Length == rank && _dilations.Length == rank && _pads.Length == 2 * rank && _strides.All(s => s > 0);

    private Dim Slide(Dim input, int axis)
    {
        long stride = _strides[axis];
        if (IsSame)
            return stride == 1 ? input : input.Size is long same ? (Dim)((same + stride - 1) / stride) : Dim.Unknown;
        if (Extent(axis) is not long extent)
            return Dim.Unknown;
        (long before, long after) = (_pads[axis], _pads[axis + _kernel.Length]);
        long slack = before + after - extent;
        if (stride == 1 && slack == -1)
            return input;
        if (input.Size is not long size || size + slack < 0)
            return Dim.Unknown;
        long steps = (size + slack) / stride;
        // Rounded up, there is one more window, unless it would start behind the input.
        if (_ceil && (size + slack) % stride != 0 && (steps + 1) * stride < size + before)
            steps++;
        return steps + 1;
    }

    private Dim Unslide(Dim input, int axis, long extra)
    {
        long stride = _strides[axis];
        if (IsSame)
            return Shapes.Multiply(input, stride);
        if (Extent(axis) is not long extent)
            return Dim.Unknown;
        long more = extra + extent - _pads[axis] - _pads[axis + _kernel.Length];
        if (stride == 1 && more == 1)
            return input;
        return input.Size is long size && (stride * (size - 1)) + more is >= 0 and long output ? output : Dim.Unknown;
    }

    /// <summary>How many elements the window spans, holes included.</summary>
    private long? Extent(int axis) => _kernel[axis].Size is long size ? ((size - 1) * _dilations[axis]) + 1 : null;
}
