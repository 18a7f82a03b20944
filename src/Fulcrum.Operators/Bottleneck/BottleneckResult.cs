using Fulcrum.Graphs;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>A model with a trained bottleneck.</summary>
/// <param name="Model">The whole model.</param>
/// <param name="Code">The value that is sent.</param>
/// <param name="Decoded">The value that stands for the cut tensor behind the cut.</param>
/// <param name="Macs">Multiply-accumulates per sample of encoder and decoder together; half each.</param>
/// <param name="EncoderBytes">Bytes of the encoder's weights as floats: they travel to the device.</param>
public sealed record BottleneckResult(Model Model, string Code, string Decoded, long Macs, long EncoderBytes);

/// <summary>Names of what a bottleneck adds.</summary>
internal sealed record BottleneckNames(string Code, string Decoded, IReadOnlyList<string> Weights)
{
    /// <summary>The first two belong to the encoder.</summary>
    public IEnumerable<string> Encoder => Weights.Take(2);

    public static BottleneckNames For(string cut) => new(
        $"{cut}/code", $"{cut}/decoded",
        [$"{cut}/encoder.weight", $"{cut}/encoder.bias", $"{cut}/decoder.weight", $"{cut}/decoder.bias"]);
}
