namespace Fulcrum.Operators.Bottleneck;

/// <summary>Names of what a bottleneck adds to a model.</summary>
/// <param name="Cut">The value that is coded.</param>
public sealed record BottleneckNames(string Cut)
{
    /// <summary>The value that is sent.</summary>
    public string Code => $"{Cut}/code";

    /// <summary>The value that stands for the cut tensor behind the cut.</summary>
    public string Decoded => $"{Cut}/decoded";

    /// <summary>Weight and bias of the encoder: those that the device needs.</summary>
    public (string Weight, string Bias) Encoder => ($"{Cut}/encoder.weight", $"{Cut}/encoder.bias");

    /// <summary>Weight and bias of a layer of the decoder, the first being 0.</summary>
    public (string Weight, string Bias) Decoder(int layer) => ($"{Cut}/decoder.{layer}.weight", $"{Cut}/decoder.{layer}.bias");
}
