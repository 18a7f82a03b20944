using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Layers;

/// <summary>Layers as training starts them: scales of 1, shifts and biases of 0.</summary>
internal static class FreshLayers
{
    private const float Epsilon = 1e-5f;

    /// <summary>A batch normalisation that has seen nothing yet.</summary>
    public static string FreshlyNormalised(this LayerWriter to, string path, string value, int channels)
    {
        string[] constants =
        [
            to.Filled(path, "weight", channels, 1),
            to.Filled(path, "bias", channels, 0),
            to.Filled(path, "running_mean", channels, 0),
            to.Filled(path, "running_var", channels, 1),
        ];
        return to.Emit(path, "BatchNormalization", [value, .. constants], NodeAttribute.Of("epsilon", Epsilon), NodeAttribute.Of("momentum", 0.9f));
    }

    /// <summary>A fully connected layer on [batch, inputs].</summary>
    public static string FreshDense(this LayerWriter to, string path, string value, int inputs, int outputs, double gain, string? output = null) => to.EmitAs(
        output, path, "Gemm", [value, to.Weight(path, inputs, gain, outputs, inputs), to.Filled(path, "bias", outputs, 0)],
        NodeAttribute.Of("transB", 1));

    /// <summary>The 2x2 pooling with stride 2 of plain nets.</summary>
    public static string Halved(this LayerWriter to, string path, string value) => to.Emit(
        path, "MaxPool", [value],
        NodeAttribute.Of("kernel_shape", [2, 2]),
        NodeAttribute.Of("strides", [2, 2]));

    private static string Filled(this LayerWriter to, string path, string parameter, int count, float value)
    {
        string name = $"{path.Trim('/').Replace('/', '.')}.{parameter}";
        return to.Shared(name, () => Tensor.From<float>(name, [count], [.. Enumerable.Repeat(value, count)]));
    }
}
