using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Layers;

/// <summary>The layers of image nets.</summary>
internal static class ConvLayers
{
    /// <summary>A convolution with the batch normalisation after it folded in.</summary>
    public static string Conv(this LayerWriter to, string path, string value, ConvShape shape, string? output = null)
    {
        int channels = shape.Inputs / shape.Groups;
        string weight = to.Weight(path, (long)channels * shape.Kernel * shape.Kernel, shape.Gain, shape.Outputs, channels, shape.Kernel, shape.Kernel);
        return to.EmitAs(
            output, path, "Conv", [value, weight, to.Bias(path, shape.Outputs)],
            NodeAttribute.Of("dilations", [shape.Dilation, shape.Dilation]),
            NodeAttribute.Of("group", shape.Groups),
            NodeAttribute.Of("kernel_shape", [shape.Kernel, shape.Kernel]),
            NodeAttribute.Of("pads", [shape.Padding, shape.Padding, shape.Padding, shape.Padding]),
            NodeAttribute.Of("strides", [shape.Stride, shape.Stride]));
    }

    public static string Relu(this LayerWriter to, string path, string value) => to.Emit(path, "Relu", [value]);

    public static string Relu6(this LayerWriter to, string path, string value) =>
        to.Emit(path, "Clip", [value, to.Number("relu6.min", 0), to.Number("relu6.max", 6)]);

    /// <summary>The 3x3 pooling with stride 2 of residual nets.</summary>
    public static string MaxPool(this LayerWriter to, string path, string value) => to.Emit(
        path, "MaxPool", [value],
        NodeAttribute.Of("ceil_mode", 0),
        NodeAttribute.Of("kernel_shape", [3, 3]),
        NodeAttribute.Of("pads", [1, 1, 1, 1]),
        NodeAttribute.Of("strides", [2, 2]));

    /// <summary>Mean over height and width, without these dimensions.</summary>
    public static string PooledFeatures(this LayerWriter to, string path, string value) =>
        to.Emit("", "Flatten", [to.Emit(path, "GlobalAveragePool", [value])], NodeAttribute.Of("axis", 1));

    /// <summary>A fully connected layer on [batch, inputs].</summary>
    public static string Gemm(this LayerWriter to, string path, string value, int inputs, int outputs, string? output = null) => to.EmitAs(
        output, path, "Gemm", [value, to.Weight(path, inputs, ConvShape.Linear, outputs, inputs), to.Bias(path, outputs)],
        NodeAttribute.Of("alpha", 1f),
        NodeAttribute.Of("beta", 1f),
        NodeAttribute.Of("transB", 1));
}
