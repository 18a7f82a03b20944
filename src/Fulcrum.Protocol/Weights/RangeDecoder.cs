namespace Fulcrum.Protocol.Weights;

/// <summary>The other side of <see cref="RangeEncoder"/>. Bytes past the end read as zero: damage is caught by the hash before decoding.</summary>
internal ref struct RangeDecoder
{
    private readonly ReadOnlySpan<byte> _bytes;
    private uint _range = uint.MaxValue;
    private uint _code;
    private int _position;

    public RangeDecoder(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        for (int i = 0; i < 4; i++)
            _code = (_code << 8) | Next();
    }

    public int Decode(ref AdaptiveBit model)
    {
        unchecked
        {
            uint bound = (_range >> AdaptiveBit.Precision) * model.ProbabilityOfZero;
            int bit = _code < bound ? 0 : 1;
            if (bit == 0)
            {
                _range = bound;
            }
            else
            {
                _code -= bound;
                _range -= bound;
            }

            model.Learn(bit);
            for (; _range < 1u << 24; _range <<= 8)
                _code = (_code << 8) | Next();
            return bit;
        }
    }

    private byte Next() => _position < _bytes.Length ? _bytes[_position++] : (byte)0;
}
