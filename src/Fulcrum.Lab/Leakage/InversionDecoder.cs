using Fulcrum.Graphs;
using Fulcrum.Training;

namespace Fulcrum.Lab.Leakage;

/// <summary>
/// An attacker's network, from what crosses a cut back to the input. Maps [N,C,H,W]: a convolution, resized to the image, two convolutions more. Vectors: one hidden layer.
/// It sees many pairs of inputs and what crosses, as a server does that may ask the public head (He et al. 2019, black box).
/// </summary>
internal sealed class InversionDecoder(GraphBuilder builder, Random random)
{
    private const int Wide = 48, Narrow = 24, Hidden = 512;
    private readonly List<string> _weights = [];

    /// <summary>What it learns.</summary>
    public IReadOnlyList<string> Weights => _weights;

    /// <summary>Adds the network behind a value and names what it makes; null where it does not know how.</summary>
    /// <param name="value">What crosses, [N, ...] of known sizes.</param>
    /// <param name="image">The input's sizes behind the batch.</param>
    public string? Add(ValueInfo value, long[] image)
    {
        if (value.Tensor is not { Element: ElementType.Float, Shape: { } shape } || shape.Skip(1).Any(d => d.Size is null))
            return null;
        long[] sizes = [.. shape.Skip(1).Select(d => d.Size!.Value)];
        return (sizes.Length, image.Length) switch
        {
            (3, 3) => Picture(value.Name, sizes, image),
            (_, _) when sizes.Length > 0 => Vector(value.Name, sizes, image),
            _ => null,
        };
    }

    private string Picture(string value, long[] from, long[] image)
    {
        string low = Convolution(value, "low", from[0], Wide, relu: true);
        string sizes = Constant(Tensor.From<float>("decoder/scales", [4], [1, 1, (float)image[1] / from[1], (float)image[2] / from[2]]));
        string full = builder.Emit("Resize", [low, "", sizes], "decoder/resized", NodeAttribute.Of("mode", "nearest"));
        return Convolution(Convolution(full, "full", Wide, Narrow, relu: true), "image", Narrow, image[0], relu: false);
    }

    private string Vector(string value, long[] from, long[] image)
    {
        (long inputs, long outputs) = (from.Aggregate((n, d) => n * d), image.Aggregate((n, d) => n * d));
        string flat = from.Length == 1 ? value : builder.Emit("Flatten", [value], "decoder/flat");
        string hidden = builder.Emit("Relu", [Product(flat, "hidden", inputs, Hidden)], "decoder/hidden/relu");
        string made = Product(hidden, "image", Hidden, outputs);
        return image.Length == 1 ? made : builder.Emit("Reshape", [made, Constant(Tensor.From<long>("decoder/shape", [image.Length + 1], [-1, .. image]))], "decoder/reshaped");
    }

    private string Convolution(string value, string name, long from, long to, bool relu)
    {
        string made = builder.Emit("Conv", [value, Weight(name, 9 * from, to, from, 3, 3), Bias(name, to)], $"decoder/{name}", NodeAttribute.Of("pads", [1, 1, 1, 1]));
        return relu ? builder.Emit("Relu", [made], $"decoder/{name}/relu") : made;
    }

    private string Product(string value, string name, long from, long to) => builder.Emit("Gemm", [value, Weight(name, from, from, to), Bias(name, to)], $"decoder/{name}");

    private string Weight(string name, long inputs, params long[] shape) => Learnt(Tensor.From<float>($"decoder/{name}/weight", shape, HeUniform.Draw(random, inputs, shape)));

    private string Bias(string name, long count) => Learnt(Tensor.From<float>($"decoder/{name}/bias", [count], new float[count]));

    private string Learnt(Tensor weight)
    {
        _weights.Add(Constant(weight));
        return _weights[^1];
    }

    private string Constant(Tensor tensor) => builder.Constant(tensor with { Name = builder.Unique(tensor.Name) });
}
