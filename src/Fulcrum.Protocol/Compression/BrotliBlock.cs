using System.Buffers;
using System.IO.Compression;

namespace Fulcrum.Protocol.Compression;

/// <summary>Bytes packed by Brotli, their length known beforehand.</summary>
internal static class BrotliBlock
{
    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        byte[] room = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, room, out int written, quality: 9, window: 22)
            ? room[..written]
            : throw new InvalidOperationException("Brotli needs more room than it promised.");
    }

    /// <summary>The bytes; null when they are damaged or of another length than stated.</summary>
    public static byte[]? TryUnpack(ReadOnlySpan<byte> packed, int length)
    {
        byte[] bytes = new byte[length];
        using var decoder = default(BrotliDecoder);
        OperationStatus status = decoder.Decompress(packed, bytes, out int consumed, out int written);
        return status == OperationStatus.Done && written == length && consumed == packed.Length ? bytes : null;
    }
}
