using Fulcrum.Problems;

namespace Fulcrum.Protocol.Weights;

/// <summary>Symbols to bytes and back. Scales are not part of the coded symbols.</summary>
public static class WeightCodec
{
    /// <summary>Codes the symbols.</summary>
    public static byte[] Encode(QuantizedWeights weights, WeightCoding coding) =>
        coding == WeightCoding.Packed ? Pack(weights) : EncodeEntropy(weights);

    /// <summary>Codes the symbols in whichever way is shorter.</summary>
    public static (WeightCoding Coding, byte[] Bytes) EncodeShortest(QuantizedWeights weights)
    {
        byte[] entropy = EncodeEntropy(weights);
        return entropy.Length < BitPacking.ByteCount(weights.Symbols.Length, weights.Bits) ? (WeightCoding.Entropy, entropy) : (WeightCoding.Packed, Pack(weights));
    }

    /// <summary>Reads symbols back.</summary>
    /// <param name="coded">The coded symbols.</param>
    /// <param name="coding">How they were coded.</param>
    /// <param name="shape">The tensor's shape; its product was checked against a limit by the caller.</param>
    /// <param name="bits">2 to 8.</param>
    /// <param name="place">What to name in an error.</param>
    /// <exception cref="InputException"><c>weights-length</c>, <c>weights-symbol</c>.</exception>
    public static sbyte[] Decode(ReadOnlySpan<byte> coded, WeightCoding coding, IReadOnlyList<long> shape, int bits, string place)
    {
        int count = checked((int)shape.Aggregate(1L, (product, size) => checked(product * size)));
        sbyte[] symbols = coding == WeightCoding.Packed ? Unpack(coded, count, bits, place) : DecodeEntropy(coded, count, bits, SymbolModel.Stride(shape));
        int maximum = QuantizedWeights.MaximumSymbol(bits);
        foreach (sbyte symbol in symbols)
        {
            if (symbol > maximum || symbol < -maximum)
                throw new InputException("weights-symbol", place, $"Symbol {symbol} does not exist at {bits} bits.", "Download the segment again.");
        }

        return symbols;
    }

    private static byte[] Pack(QuantizedWeights weights)
    {
        byte[] fields = new byte[weights.Symbols.Length];
        int mask = (1 << weights.Bits) - 1;
        for (int i = 0; i < fields.Length; i++)
            fields[i] = (byte)(weights.Symbols[i] & mask);
        byte[] packed = new byte[BitPacking.ByteCount(fields.Length, weights.Bits)];
        BitPacking.Pack(fields, weights.Bits, packed);
        return packed;
    }

    private static sbyte[] Unpack(ReadOnlySpan<byte> packed, int count, int bits, string place)
    {
        if (packed.Length != BitPacking.ByteCount(count, bits))
            throw new InputException("weights-length", place, $"{packed.Length} bytes do not hold {count} symbols of {bits} bits.", "Download the segment again.");
        byte[] fields = new byte[count];
        BitPacking.Unpack(packed, bits, fields);
        sbyte[] symbols = new sbyte[count];
        int shift = 32 - bits;
        for (int i = 0; i < count; i++)
            symbols[i] = (sbyte)(fields[i] << shift >> shift);
        return symbols;
    }

    private static byte[] EncodeEntropy(QuantizedWeights weights)
    {
        var model = new SymbolModel(weights.Bits);
        var coder = new RangeEncoder();
        int stride = SymbolModel.Stride(weights.Shape);
        ReadOnlySpan<sbyte> symbols = weights.Symbols;
        for (int i = 0; i < symbols.Length; i++)
            model.Encode(coder, symbols[i], i > 0 ? symbols[i - 1] : 0, i >= stride ? symbols[i - stride] : 0);
        return coder.Finish();
    }

    private static sbyte[] DecodeEntropy(ReadOnlySpan<byte> coded, int count, int bits, int stride)
    {
        var model = new SymbolModel(bits);
        var coder = new RangeDecoder(coded);
        sbyte[] symbols = new sbyte[count];
        for (int i = 0; i < count; i++)
            symbols[i] = unchecked((sbyte)model.Decode(ref coder, i > 0 ? symbols[i - 1] : 0, i >= stride ? symbols[i - stride] : 0));
        return symbols;
    }
}
