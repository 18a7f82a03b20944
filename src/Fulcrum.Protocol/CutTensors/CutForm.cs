using System.Buffers.Binary;
using Fulcrum.Problems;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.CutTensors;

/// <summary>The frame of a coded sample or plane: a byte that says how it is coded, then fields of fixed width, or rows and the length of a stream and the stream.</summary>
internal static class CutForm
{
    private const byte Packed = 0, Entropy = 1;
    private const int EntropyHeader = 1 + 2 + 4;

    /// <summary>The shorter of both forms.</summary>
    /// <param name="fields">A field of every code.</param>
    /// <param name="bits">Bits of a field.</param>
    /// <param name="rows">Rows that the stream was coded by.</param>
    /// <param name="stream">The fields as a stream.</param>
    public static byte[] Shorter(ReadOnlySpan<byte> fields, int bits, CutRows rows, ReadOnlySpan<byte> stream)
    {
        int packed = 1 + BitPacking.ByteCount(fields.Length, bits);
        bool isPacked = packed <= EntropyHeader + stream.Length;
        byte[] bytes = new byte[isPacked ? packed : EntropyHeader + stream.Length];
        if (isPacked)
        {
            BitPacking.Pack(fields, bits, bytes.AsSpan(1));
            return bytes;
        }

        bytes[0] = Entropy;
        rows.Write(bytes.AsSpan(1));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(3), stream.Length);
        stream.CopyTo(bytes.AsSpan(EntropyHeader));
        return bytes;
    }

    /// <summary>The fields of the packed form, or false where the bytes are a stream.</summary>
    /// <exception cref="InputException"><c>tensor-length</c>, <c>tensor-coding</c>.</exception>
    public static bool TryUnpack(ReadOnlySpan<byte> coded, int bits, Span<byte> fields)
    {
        if (coded.IsEmpty || coded[0] > Entropy)
            throw Coding(coded.IsEmpty ? "There are no bytes." : $"Form {coded[0]} is not known.");
        if (coded[0] == Entropy)
            return false;
        RequireLength(coded.Length, 1 + (((fields.Length * (long)bits) + 7) / 8));
        BitPacking.Unpack(coded[1..], bits, fields);
        return true;
    }

    /// <summary>The rows and the stream of the other form.</summary>
    /// <exception cref="InputException"><c>tensor-length</c>, <c>tensor-coding</c>.</exception>
    public static (CutRows Rows, Range Stream) Stream(ReadOnlySpan<byte> coded, CutLayout layout)
    {
        if (coded.Length < EntropyHeader)
            throw Length(coded.Length, EntropyHeader);
        int width = BinaryPrimitives.ReadUInt16LittleEndian(coded[1..]);
        if (width == 0 || width > layout.Plane)
            throw Coding($"Rows of {width} do not lie in a plane of {layout.Plane}.");
        RequireLength(coded.Length, EntropyHeader + (long)BinaryPrimitives.ReadUInt32LittleEndian(coded[3..]));
        return (new CutRows(layout, width), EntropyHeader..);
    }

    /// <summary>Refuses bytes of another length.</summary>
    /// <exception cref="InputException"><c>tensor-length</c>.</exception>
    public static void RequireLength(int bytes, long wanted)
    {
        if (bytes != wanted)
            throw Length(bytes, wanted);
    }

    private static InputException Length(int bytes, long wanted) => new("tensor-length", "body", $"The coded cut tensor has {bytes} bytes, {wanted} were due.", "Send exactly the coded cut tensor.");

    private static InputException Coding(string message) => new("tensor-coding", "body", message, "Send exactly the coded cut tensor.");
}
