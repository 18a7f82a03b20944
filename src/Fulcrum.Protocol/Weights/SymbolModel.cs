namespace Fulcrum.Protocol.Weights;

/// <summary>
/// The adaptive model of a tensor's symbols: a binary tree of decisions per symbol, most significant bit first, one tree per context.
/// The context is how large the symbols to the left and above were, so dead rows and columns cost next to nothing.
/// </summary>
internal sealed class SymbolModel
{
    private const int Classes = 3;
    private readonly AdaptiveBit[] _nodes;
    private readonly int _bits;
    private readonly int _small;

    public SymbolModel(int bits)
    {
        _bits = bits;
        _small = bits <= 4 ? 1 : 1 << (bits - 4);
        _nodes = new AdaptiveBit[(Classes * Classes) << bits];
        Array.Fill(_nodes, AdaptiveBit.New);
    }

    /// <summary>The row length that "above" refers to: the innermost dimension.</summary>
    public static int Stride(IReadOnlyList<long> shape) => shape.Count < 2 ? int.MaxValue : checked((int)shape[^1]);

    public void Encode(RangeEncoder coder, int symbol, int left, int above)
    {
        Span<AdaptiveBit> tree = Tree(left, above);
        int value = symbol + QuantizedWeights.MaximumSymbol(_bits);
        for (int bit = _bits - 1, node = 1; bit >= 0; bit--)
        {
            int decision = (value >> bit) & 1;
            coder.Encode(ref tree[node], decision);
            node = (node << 1) | decision;
        }
    }

    public int Decode(ref RangeDecoder coder, int left, int above)
    {
        Span<AdaptiveBit> tree = Tree(left, above);
        int node = 1;
        for (int bit = 0; bit < _bits; bit++)
            node = (node << 1) | coder.Decode(ref tree[node]);
        return node - (1 << _bits) - QuantizedWeights.MaximumSymbol(_bits);
    }

    private Span<AdaptiveBit> Tree(int left, int above) =>
        _nodes.AsSpan(((Class(left) * Classes) + Class(above)) << _bits, 1 << _bits);

    private int Class(int symbol)
    {
        int size = Math.Abs(symbol);
        return size < _small ? 0 : size < 2 * _small ? 1 : 2;
    }
}
