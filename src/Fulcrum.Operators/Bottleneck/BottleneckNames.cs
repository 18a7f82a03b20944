namespace Fulcrum.Operators.Bottleneck;

/// <summary>Names of what a bottleneck adds to a model.</summary>
/// <param name="Cut">The value that is coded.</param>
public sealed record BottleneckNames(string Cut)
{
    /// <summary>The value that is sent.</summary>
    public string Code => $"{Cut}/code";

    /// <summary>The value that stands for the cut tensor behind the cut.</summary>
    public string Decoded => $"{Cut}/decoded";

    /// <summary>Weight and bias of the encoder, then of the decoder.</summary>
    public IReadOnlyList<string> Weights { get; } = [$"{Cut}/encoder.weight", $"{Cut}/encoder.bias", $"{Cut}/decoder.weight", $"{Cut}/decoder.bias"];

    /// <summary>Those that the device needs.</summary>
    public IEnumerable<string> Encoder => Weights.Take(2);
}
