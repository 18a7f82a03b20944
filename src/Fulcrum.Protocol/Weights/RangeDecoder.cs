using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Fulcrum.Protocol.Weights;

/// <summary>The other side of <see cref="RangeEncoder"/>. Bytes past the end read as zero: damage is caught by the hash before decoding.</summary>
internal ref struct RangeDecoder
{
    private readonly ReadOnlySpan<byte> _bytes;
    private ulong _code;
    private ulong _range = ulong.MaxValue;
    private int _position;

    public RangeDecoder(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _code = ((ulong)Next() << 32) | Next();
    }

    /// <summary>Whether the next decision is 0, by its learnt probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Decode(ref uint state)
    {
        unchecked
        {
            bool isZero = Narrow((_range >> AdaptiveBit.Precision) * AdaptiveBit.Zero(state));
            state = AdaptiveBit.Learn(state, isZero);
            return isZero;
        }
    }

    /// <summary>Whether the next decision, as likely as not, is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool DecodeEven() => Narrow(_range >> 1);

    /// <summary>A number of so many bits.</summary>
    public uint DecodeBits(int bits)
    {
        uint value = 0;
        for (int bit = 0; bit < bits; bit++)
            value = (value << 1) | (DecodeEven() ? 0u : 1u);
        return value;
    }

    /// <summary>A number of <see cref="RangeEncoder.EncodeField"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint DecodeField(int bits)
    {
        unchecked
        {
            _range >>= bits;
            ulong value = Math.Min(_code / _range, (1ul << bits) - 1);
            _code -= value * _range;
            if (_range < 1ul << 32)
            {
                _code = (_code << 32) | Next();
                _range <<= 32;
            }

            return (uint)value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Narrow(ulong bound)
    {
        unchecked
        {
            bool isZero = _code < bound;
            if (isZero)
            {
                _range = bound;
            }
            else
            {
                _code -= bound;
                _range -= bound;
            }

            if (_range < 1ul << 32)
            {
                _code = (_code << 32) | Next();
                _range <<= 32;
            }

            return isZero;
        }
    }

    private uint Next()
    {
        int at = _position;
        _position = unchecked(at + 4);
        if ((uint)at + 4 <= (uint)_bytes.Length)
            return BinaryPrimitives.ReadUInt32BigEndian(_bytes[at..]);
        Span<byte> last = stackalloc byte[4];
        last.Clear();
        if ((uint)at < (uint)_bytes.Length)
            _bytes[at..].CopyTo(last);
        return BinaryPrimitives.ReadUInt32BigEndian(last);
    }
}
