using System.Buffers;
using System.IO.Compression;

namespace Fulcrum.Protocol.Compression;

/// <summary>Bytes packed by Brotli, their length known beforehand.</summary>
internal static class BrotliBlock
{
    private const int Best = 9, Window = 22;

    /// <summary>The most bytes that so many take once packed.</summary>
    public static int MaximumLength(int length) => BrotliEncoder.GetMaxCompressedLength(length);

    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        byte[] room = new byte[MaximumLength(bytes.Length)];
        return room[..Pack(bytes, room, Best)];
    }

    /// <summary>Packs into room for <see cref="MaximumLength"/> bytes; how many were written.</summary>
    public static int Pack(ReadOnlySpan<byte> bytes, Span<byte> room, int quality) => BrotliEncoder.TryCompress(bytes, room, out int written, quality, Window)
        ? written
        : throw new InvalidOperationException("Brotli needs more room than it promised.");

    /// <summary>The bytes; null when they are damaged or of another length than stated.</summary>
    public static byte[]? TryUnpack(ReadOnlySpan<byte> packed, int length)
    {
        byte[] bytes = new byte[length];
        return TryUnpack(packed, bytes) ? bytes : null;
    }

    /// <summary>Unpacks; false when the bytes are damaged or of another length than there is room.</summary>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        using var decoder = default(BrotliDecoder);
        OperationStatus status = decoder.Decompress(packed, bytes, out int consumed, out int written);
        return status == OperationStatus.Done && written == bytes.Length && consumed == packed.Length;
    }
}
