using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>The sizes of a window that slides over space, all known, as a gradient needs them. One entry per spatial dimension.</summary>
/// <param name="Input">What it slides over.</param>
/// <param name="Output">How many positions it has.</param>
/// <param name="Kernel">The window without gaps.</param>
/// <param name="Strides">The steps.</param>
/// <param name="Dilations">The distances of the window's entries.</param>
/// <param name="Begin">Padding before the input.</param>
/// <param name="End">Padding after it.</param>
internal sealed record WindowGeometry(long[] Input, long[] Output, long[] Kernel, long[] Strides, long[] Dilations, long[] Begin, long[] End)
{
    /// <summary>How many spatial dimensions.</summary>
    public int Rank => Input.Length;

    /// <summary>Begin then end, as the attribute wants them.</summary>
    public long[] Pads => [.. Begin, .. End];

    /// <summary>The kernel with its gaps.</summary>
    public long[] Extent => [.. Kernel.Zip(Dilations, (k, d) => ((k - 1) * d) + 1)];

    /// <summary>How far the padded input reaches beyond the last window; negative where a window sticks out.</summary>
    public long[] Rest => [.. Enumerable.Range(0, Rank).Select(i => Input[i] + Begin[i] + End[i] - (Strides[i] * (Output[i] - 1)) - Extent[i])];

    /// <summary>Of a convolution or pooling node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The spatial sizes of the input.</param>
    /// <param name="output">The spatial sizes of the output.</param>
    /// <param name="kernel">The window.</param>
    public static WindowGeometry Sliding(Node node, long[] input, long[] output, long[] kernel)
    {
        WindowGeometry plain = Plain(node, input, output, kernel);
        return plain.Padded(node, [.. Enumerable.Range(0, plain.Rank).Select(i => (plain.Strides[i] * (output[i] - 1)) + plain.Extent[i] - input[i])]);
    }

    /// <summary>Of a transposed convolution, seen from its output: that is what the window slides over.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The spatial sizes of its input.</param>
    /// <param name="output">The spatial sizes of its output.</param>
    /// <param name="kernel">The window.</param>
    public static WindowGeometry Spreading(Node node, long[] input, long[] output, long[] kernel)
    {
        WindowGeometry plain = Plain(node, output, input, kernel);
        long[] extra = List(node, "output_padding", plain.Rank, 0);
        long[] total = [.. Enumerable.Range(0, plain.Rank).Select(i => (plain.Strides[i] * (input[i] - 1)) + extra[i] + plain.Extent[i] - output[i])];
        return node.Integers("output_shape") is null ? plain.Padded(node, total) : plain.Distributed(total, !IsUpper(node));
    }

    /// <summary>
    /// The same window over space whose pixels hold their channels side by side, in the last dimension where the window has no gaps, else
    /// in one more.
    /// </summary>
    public WindowGeometry WithChannels(long channels)
    {
        if (channels == 1)
            return this;
        long[] Widened(long[] sizes) => [.. sizes[..^1], sizes[^1] * channels];
        return Dilations[^1] == 1
            ? new(Widened(Input), Output, Widened(Kernel), Widened(Strides), Dilations, Widened(Begin), Widened(End))
            : new([.. Input, channels], [.. Output, 1], [.. Kernel, channels], [.. Strides, 1], [.. Dilations, 1], [.. Begin, 0], [.. End, 0]);
    }

    private static WindowGeometry Plain(Node node, long[] input, long[] output, long[] kernel) => new(
        input, output, kernel, List(node, "strides", input.Length, 1), List(node, "dilations", input.Length, 1), new long[input.Length], new long[input.Length]);

    private static bool IsUpper(Node node) => node.Text("auto_pad", "NOTSET") == "SAME_UPPER";

    private WindowGeometry Padded(Node node, long[] total)
    {
        if (node.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER")
            return Distributed(total, !IsUpper(node));
        IReadOnlyList<long> pads = SlidingWindow.Pads(node, Rank) ?? throw new NotSupportedException($"The pads of {node.OpType} do not fit its input.");
        return this with { Begin = [.. pads.Take(Rank)], End = [.. pads.Skip(Rank)] };
    }

    private WindowGeometry Distributed(long[] total, bool moreBefore) => this with
    {
        Begin = [.. total.Select(t => (Math.Max(t, 0) + (moreBefore ? 1 : 0)) / 2)],
        End = [.. total.Select(t => (Math.Max(t, 0) + (moreBefore ? 0 : 1)) / 2)],
    };

    private static long[] List(Node node, string name, int count, long otherwise) => [.. node.Integers(name) ?? [.. Enumerable.Repeat(otherwise, count)]];
}
