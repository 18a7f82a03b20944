using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>How a Conv's window moves along one axis.</summary>
/// <param name="Outputs">Positions of the window.</param>
/// <param name="Stride">Elements between two positions.</param>
/// <param name="Before">Zeros before the first element.</param>
/// <param name="Dilation">Elements between two of the window's.</param>
internal readonly record struct WindowAxis(int Outputs, int Stride, int Before, int Dilation)
{
    /// <summary>Where the window at a position starts; negative in the padding.</summary>
    public int First(int position) => (position * Stride) - Before;

    /// <summary>The movement that a Conv's attributes say.</summary>
    /// <param name="node">The Conv.</param>
    /// <param name="axis">Which of its spatial axes.</param>
    /// <param name="rank">How many it has.</param>
    /// <param name="size">The input's size on it.</param>
    /// <param name="kernel">The window's.</param>
    public static WindowAxis Of(Node node, int axis, int rank, int size, int kernel)
    {
        int stride = At("strides", axis, 1), dilation = At("dilations", axis, 1), extent = ((kernel - 1) * dilation) + 1;
        string mode = node.Text("auto_pad", "NOTSET");
        if (mode is "SAME_UPPER" or "SAME_LOWER")
        {
            int outputs = (size + stride - 1) / stride, padding = Math.Max(0, ((outputs - 1) * stride) + extent - size);
            return new WindowAxis(outputs, stride, mode == "SAME_UPPER" ? padding / 2 : (padding + 1) / 2, dilation);
        }

        int before = mode == "VALID" ? 0 : At("pads", axis, 0), after = mode == "VALID" ? 0 : At("pads", axis + rank, 0);
        return new WindowAxis(((size + before + after - extent) / stride) + 1, stride, before, dilation);

        int At(string name, int position, int standard) => node.Integers(name) is { } values && position < values.Count ? (int)values[position] : standard;
    }
}
