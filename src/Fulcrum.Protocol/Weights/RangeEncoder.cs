using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Fulcrum.Protocol.Weights;

/// <summary>Binary range encoder (Martin 1979) with a range of 64 bits: four bytes leave at a time, and a carry runs back through the bytes already written.</summary>
internal struct RangeEncoder
{
    private ulong _low;
    private ulong _range;
    private byte[] _bytes;
    private int _written;

    public static RangeEncoder New() => new() { _range = ulong.MaxValue, _bytes = new byte[256] };

    /// <summary>Bytes that what was written so far takes, with the fraction that is still in the range.</summary>
    public readonly double Bytes => _written + ((64 - Math.Log2(_range)) / 8);

    /// <summary>Writes a decision by its learnt probability, and learns from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Encode(ref uint state, bool isZero)
    {
        unchecked
        {
            ulong bound = (_range >> AdaptiveBit.Precision) * AdaptiveBit.Zero(state);
            Narrow(bound, isZero);
            state = AdaptiveBit.Learn(state, isZero);
        }
    }

    /// <summary>Writes a decision that is as likely as not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EncodeEven(bool isZero) => Narrow(_range >> 1, isZero);

    /// <summary>Writes the low bits of a number, the highest of them first.</summary>
    public void EncodeBits(uint value, int bits)
    {
        for (int bit = bits - 1; bit >= 0; bit--)
            EncodeEven(((value >> bit) & 1) == 0);
    }

    /// <summary>Writes a number of so many bits, all values as likely, in one step: other bytes than <see cref="EncodeBits"/> gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EncodeField(uint value, int bits)
    {
        unchecked
        {
            _range >>= bits;
            ulong low = _low + (value * _range);
            if (low < _low)
                Carry();
            _low = low;
            if (_range < 1ul << 32)
                Shift();
        }
    }

    /// <summary>All bytes. Of the values left the one with the fewest bytes is taken; the decoder supplies zeros after the end.</summary>
    public byte[] Finish()
    {
        unchecked
        {
            int length = 1;
            ulong rest = ulong.MaxValue >> 8, value = (_low + rest) & ~rest;
            for (; value - _low >= _range; length++)
            {
                rest >>= 8;
                value = (_low + rest) & ~rest;
            }

            if (value < _low)
                Carry();
            Span<byte> last = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(last, value);
            byte[] bytes = [.. _bytes.AsSpan(0, _written), .. last[..length]];
            return bytes.AsSpan(0, bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1).ToArray();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Narrow(ulong bound, bool isZero)
    {
        unchecked
        {
            if (isZero)
            {
                _range = bound;
            }
            else
            {
                ulong low = _low + bound;
                if (low < _low)
                    Carry();
                _low = low;
                _range -= bound;
            }

            if (_range < 1ul << 32)
                Shift();
        }
    }

    private void Shift()
    {
        unchecked
        {
            if (_written + 4 > _bytes.Length)
                Array.Resize(ref _bytes, _bytes.Length * 2);
            BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(_written), (uint)(_low >> 32));
            _written += 4;
            _low <<= 32;
            _range <<= 32;
        }
    }

    private readonly void Carry()
    {
        int at = _written - 1;
        while (_bytes[at] == 0xFF)
            _bytes[at--] = 0;
        _bytes[at]++;
    }
}
