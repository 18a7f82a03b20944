namespace Fulcrum.Protocol.Weights;

/// <summary>Fixed-width fields of 2 to 8 bits, least significant bit first.</summary>
internal static class BitPacking
{
    public static int ByteCount(long count, int bits) => checked((int)(((count * bits) + 7) / 8));

    /// <summary>Packs the low bits of each value.</summary>
    public static void Pack(ReadOnlySpan<byte> values, int bits, Span<byte> destination)
    {
        (uint pending, int held, int position) = (0, 0, 0);
        foreach (byte value in values)
        {
            pending |= (uint)value << held;
            for (held += bits; held >= 8; held -= 8, pending >>= 8)
                destination[position++] = unchecked((byte)pending);
        }

        if (held > 0)
            destination[position] = unchecked((byte)pending);
    }

    /// <summary>Unpacks as many values as fit the destination.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, int bits, Span<byte> destination)
    {
        (uint pending, int held, int position) = (0, 0, 0);
        uint mask = (1u << bits) - 1;
        for (int i = 0; i < destination.Length; i++)
        {
            if (held < bits)
            {
                pending |= (uint)packed[position++] << held;
                held += 8;
            }

            destination[i] = (byte)(pending & mask);
            pending >>= bits;
            held -= bits;
        }
    }
}
