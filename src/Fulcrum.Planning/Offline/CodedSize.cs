using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Offline;

/// <summary>The true size of a layer's weights at one width.</summary>
/// <param name="Symbols">Bytes of the coded symbols.</param>
/// <param name="Scales">Bytes of the scales.</param>
/// <param name="Entropy">Order-0 entropy of the symbols, in bytes.</param>
internal sealed record CodedSize(long Symbols, long Scales, double Entropy)
{
    public long Total => Symbols + Scales;

    public static CodedSize Float(long count) => new(count * 4, 0, count * 4);

    public static CodedSize Of(QuantizedWeights weights) =>
        new(WeightCodec.EncodeShortest(weights).Bytes.Length, weights.Scales.Length * 4, weights.EntropyBytes());
}
