using System.Buffers.Binary;
using Fulcrum.Problems;

namespace Fulcrum.Server.Http.V2;

/// <summary>BYTES as binary data: each text behind its length in 4 bytes, little-endian.</summary>
internal static class TextData
{
    /// <summary>Takes the texts apart.</summary>
    /// <exception cref="InputException"><c>request-invalid</c>.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(string name, long count, ReadOnlySpan<byte> data)
    {
        var texts = new List<ReadOnlyMemory<byte>>();
        while (!data.IsEmpty)
        {
            uint length = data.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(data) : uint.MaxValue;
            if (length > data.Length - 4)
                throw new InputException("request-invalid", $"input '{name}'", $"Text {texts.Count} is longer than the binary data.");
            texts.Add(data.Slice(4, (int)length).ToArray());
            data = data[(4 + (int)length)..];
        }

        return texts.Count == count ? texts : throw new InputException("request-invalid", $"input '{name}'", $"The data have {texts.Count} values, the shape has {count}.");
    }

    public static long Length(IReadOnlyList<ReadOnlyMemory<byte>> texts) => texts.Sum(t => 4L + t.Length);

    public static void Write(IReadOnlyList<ReadOnlyMemory<byte>> texts, PooledBuffer into)
    {
        foreach (ReadOnlyMemory<byte> text in texts)
        {
            Span<byte> room = into.GetSpan(4 + text.Length);
            BinaryPrimitives.WriteInt32LittleEndian(room, text.Length);
            text.Span.CopyTo(room[4..]);
            into.Advance(4 + text.Length);
        }
    }
}
