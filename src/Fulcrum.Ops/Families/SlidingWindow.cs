using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Shape arithmetic of windows that slide over space: convolution and pooling, channels second (NCHW) or last (NHWC).</summary>
internal static class SlidingWindow
{
    /// <summary>The spatial dimensions of an input; null when the rank is unknown or too small.</summary>
    public static IReadOnlyList<Dim>? Spatial(IReadOnlyList<Dim>? shape, bool channelsLast) =>
        shape is { Count: >= 2 } ? [.. shape.Skip(channelsLast ? 1 : 2).Take(shape.Count - 2)] : null;

    /// <summary>The channels of an input of at least two dimensions.</summary>
    public static Dim Channels(IReadOnlyList<Dim> shape, bool channelsLast) => shape[channelsLast ? ^1 : 1];

    /// <summary>Batch, channels and space in one shape.</summary>
    public static IReadOnlyList<Dim> Join(Dim batch, Dim channels, IReadOnlyList<Dim> spatial, bool channelsLast) =>
        channelsLast ? [batch, .. spatial, channels] : [batch, channels, .. spatial];

    /// <summary>The kernel: the attribute when it fits the rank, else what the weight says; unknown sizes when neither does.</summary>
    public static IReadOnlyList<Dim> Kernel(Node node, int rank, IReadOnlyList<Dim>? weight = null) =>
        node.Integers("kernel_shape") is { } given && given.Count == rank ? [.. given.Select(k => (Dim)k)]
            : weight?.Count == rank ? weight
            : Shapes.Unknown(rank);

    /// <summary>Spatial sizes after convolution or pooling, from the attributes strides, dilations, pads, auto_pad and ceil_mode.</summary>
    public static IReadOnlyList<Dim> Slide(Node node, IReadOnlyList<Dim> spatial, IReadOnlyList<Dim> kernel)
    {
        int rank = spatial.Count;
        if (List(node, "strides", rank, 1) is not { } strides || List(node, "dilations", rank, 1) is not { } dilations || Pads(node, rank) is not { } pads)
            return Shapes.Unknown(rank);
        bool ceil = node.Int("ceil_mode", 0) != 0;
        return [.. spatial.Select((size, i) => IsSame(node) ? Same(size, strides[i]) : Slid(size, Extent(kernel[i], dilations[i]), strides[i], pads[i], pads[i + rank], ceil))];
    }

    /// <summary>Spatial sizes after transposed convolution, from the attributes strides, dilations, output_padding, output_shape and auto_pad.</summary>
    /// <param name="node">The node.</param>
    /// <param name="spatial">The spatial sizes of the input.</param>
    /// <param name="kernel">The spatial sizes of the kernel.</param>
    /// <param name="pads">What is cut off, beginnings then ends; null when unknown.</param>
    public static IReadOnlyList<Dim> Spread(Node node, IReadOnlyList<Dim> spatial, IReadOnlyList<Dim> kernel, IReadOnlyList<long>? pads)
    {
        int rank = spatial.Count;
        if (node.Integers("output_shape") is { } given && given.Count >= rank)
            return [.. given.TakeLast(rank).Select(d => (Dim)d)];
        if (List(node, "strides", rank, 1) is not { } strides || List(node, "dilations", rank, 1) is not { } dilations || List(node, "output_padding", rank, 0) is not { } extra)
            return Shapes.Unknown(rank);
        if (IsSame(node))
            return [.. spatial.Select((size, i) => Shapes.Multiply(size, strides[i]))];
        if (pads?.Count != 2 * rank)
            return Shapes.Unknown(rank);
        return [.. spatial.Select((size, i) => Spread(size, Extent(kernel[i], dilations[i]), strides[i], extra[i] - pads[i] - pads[i + rank]))];
    }

    /// <summary>The attribute pads, or zeros when there is none or auto_pad says that none count; null when it does not fit the rank.</summary>
    public static IReadOnlyList<long>? Pads(Node node, int rank) =>
        node.Text("auto_pad", "NOTSET") is "NOTSET" or "" ? List(node, "pads", 2 * rank, 0) : new long[2 * rank];

    private static bool IsSame(Node node) => node.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER";

    private static Dim Same(Dim size, long stride) =>
        stride == 1 ? size : stride > 1 && size.Size is long whole ? (whole + stride - 1) / stride : Dim.Unknown;

    /// <summary>How many positions a window of one dimension has.</summary>
    /// <param name="size">The input.</param>
    /// <param name="extent">The window with its gaps.</param>
    /// <param name="stride">The step.</param>
    /// <param name="before">Padding before the input.</param>
    /// <param name="after">Padding after it.</param>
    /// <param name="ceil">Whether a last window that sticks out counts; one that starts in the padding never does.</param>
    private static Dim Slid(Dim size, Dim extent, long stride, long before, long after, bool ceil)
    {
        if (stride < 1 || extent.Size is not long window)
            return Dim.Unknown;
        if (stride == 1 && before + after == window - 1)
            return size;
        if (size.Size is not long input || input + before + after < window)
            return Dim.Unknown;
        long room = input + before + after - window;
        long positions = (ceil ? (room + stride - 1) / stride : room / stride) + 1;
        return ceil && (positions - 1) * stride >= input + before ? positions - 1 : positions;
    }

    private static Dim Spread(Dim size, Dim extent, long stride, long change) =>
        extent.Size is not long window ? Dim.Unknown
            : stride == 1 && window - 1 + change == 0 ? size
            : size.Size is long input && (stride * (input - 1)) + window + change is long spread and >= 0 ? spread
            : Dim.Unknown;

    private static Dim Extent(Dim kernel, long dilation) => kernel.Size is long size and > 0 && dilation > 0 ? ((size - 1) * dilation) + 1 : Dim.Unknown;

    /// <summary>An attribute of that many integers, its default everywhere when there is none; null when it does not fit.</summary>
    private static IReadOnlyList<long>? List(Node node, string name, int count, long otherwise) =>
        node.Integers(name) is not { } given ? Enumerable.Repeat(otherwise, count).ToArray() : given.Count == count ? given : null;
}
