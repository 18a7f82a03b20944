using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Layers;

/// <summary>The layers of image nets.</summary>
internal static class ConvLayers
{
    private const float Epsilon = 1e-5f;

    /// <summary>A convolution and the batch normalisation after it, folded in or a node of its own.</summary>
    /// <param name="to">Where to write.</param>
    /// <param name="path">The path of the convolution's module.</param>
    /// <param name="norm">The path of the normalisation's module.</param>
    /// <param name="value">The image.</param>
    /// <param name="shape">The convolution.</param>
    public static string NormalisedConv(this LayerWriter to, string path, string norm, string value, ConvShape shape)
    {
        if (!to.KeepsNorms)
            return to.Conv(path, value, shape);
        int count = shape.Outputs;
        string[] inputs = [to.Conv(path, value, shape, bias: false), to.Scale(norm, count), to.Bias(norm, count), to.Mean(norm, count), to.Variance(norm, count)];
        return to.Emit(norm, "BatchNormalization", inputs, NodeAttribute.Of("epsilon", Epsilon), NodeAttribute.Of("momentum", 0.9f));
    }

    /// <summary>A convolution, with the batch normalisation after it folded in if there is one.</summary>
    public static string Conv(this LayerWriter to, string path, string value, ConvShape shape, bool bias = true)
    {
        int channels = shape.Inputs / shape.Groups;
        string weight = to.Weight(path, (long)channels * shape.Kernel * shape.Kernel, shape.Gain, shape.Outputs, channels, shape.Kernel, shape.Kernel);
        return to.Emit(
            path, "Conv", bias ? [value, weight, to.Bias(path, shape.Outputs)] : [value, weight],
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
