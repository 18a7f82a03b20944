namespace Fulcrum.Protocol.Weights;

/// <summary>Binary range encoder (Martin 1979; carry handling as in LZMA): 32-bit range, bytes out, carries resolved late.</summary>
internal sealed class RangeEncoder
{
    private readonly List<byte> _bytes = [];
    private ulong _low;
    private uint _range = uint.MaxValue;
    private byte _cache;
    private long _pending = 1;

    public void Encode(ref AdaptiveBit model, int bit)
    {
        unchecked
        {
            uint bound = (_range >> AdaptiveBit.Precision) * model.ProbabilityOfZero;
            if (bit == 0)
            {
                _range = bound;
            }
            else
            {
                _low += bound;
                _range -= bound;
            }

            model.Learn(bit);
            for (; _range < 1u << 24; _range <<= 8)
                ShiftLow();
        }
    }

    /// <summary>Writes what is pending and returns all bytes; trailing zero bytes are left out, the decoder supplies them.</summary>
    public byte[] Finish()
    {
        for (int i = 0; i < 5; i++)
            ShiftLow();
        byte[] bytes = _bytes.ToArray();
        int length = bytes.Length;
        while (length > 1 && bytes[length - 1] == 0)
            length--;
        return bytes[1..length];
    }

    private void ShiftLow()
    {
        unchecked
        {
            if ((uint)_low < 0xFF000000u || (_low >> 32) != 0)
            {
                byte carry = (byte)(_low >> 32);
                for (byte next = _cache; _pending > 0; _pending--, next = 0xFF)
                    _bytes.Add((byte)(next + carry));
                _cache = (byte)(_low >> 24);
            }

            _pending++;
            _low = (uint)((uint)_low << 8);
        }
    }
}
