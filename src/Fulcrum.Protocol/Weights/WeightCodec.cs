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
        if (coding == WeightCoding.Entropy)
            return DecodeEntropy(coded, shape, bits, place);
        sbyte[] symbols = Unpack(coded, Count(shape), bits, place);
        int maximum = QuantizedWeights.MaximumSymbol(bits);
        foreach (sbyte symbol in symbols)
        {
            if (symbol > maximum || symbol < -maximum)
                throw Foreign(symbol, bits, place);
        }

        return symbols;
    }

    /// <summary>Symbols of a row: those of one index of the first axis.</summary>
    internal static int RowLength(IReadOnlyList<long> shape, int count) => shape.Count < 2 || shape[0] == 0 ? Math.Max(1, count) : Math.Max(1, count / (int)shape[0]);

    private static int Count(IReadOnlyList<long> shape) => checked((int)shape.Aggregate(1L, (product, size) => checked(product * size)));

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
        int[] symbols = new int[weights.Symbols.Length];
        for (int i = 0; i < symbols.Length; i++)
            symbols[i] = weights.Symbols[i];
        var coder = new SymbolEncoder();
        coder.Encode(symbols, RowLength(weights.Shape, symbols.Length));
        return coder.Finish();
    }

    private static sbyte[] DecodeEntropy(ReadOnlySpan<byte> coded, IReadOnlyList<long> shape, int bits, string place)
    {
        int[] decoded = new int[Count(shape)];
        new SymbolDecoder(coded).Decode(decoded, RowLength(shape, decoded.Length));
        int maximum = QuantizedWeights.MaximumSymbol(bits);
        sbyte[] symbols = new sbyte[decoded.Length];
        for (int i = 0; i < symbols.Length; i++)
            symbols[i] = Math.Clamp(decoded[i], -maximum, maximum) == decoded[i] ? (sbyte)decoded[i] : throw Foreign(decoded[i], bits, place);
        return symbols;
    }

    private static InputException Foreign(int symbol, int bits, string place) =>
        new("weights-symbol", place, $"Symbol {symbol} does not exist at {bits} bits.", "Download the segment again.");
}
