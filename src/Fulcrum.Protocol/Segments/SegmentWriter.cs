using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Protocol.Compression;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Segments;

/// <summary>Writes segment files (docs/segment-format.md). Equal content gives equal bytes.</summary>
public static class SegmentWriter
{
    internal const int Version = 2;

    /// <summary>The first four bytes of every segment file.</summary>
    internal static ReadOnlySpan<byte> Magic => "FSEG"u8;

    /// <summary>The file. Its name is the lower-case hex SHA-256 of these bytes.</summary>
    /// <param name="segment">The content.</param>
    /// <param name="coding">How symbols are coded; null (default) takes the shorter for each tensor.</param>
    public static byte[] Write(Segment segment, WeightCoding? coding = null)
    {
        byte[] skeleton = BrotliBlock.Pack(segment.Skeleton.Span);
        var tensors = segment.Weights.Select(w => Code(w, coding)).Concat(segment.Floats.Select(Code)).ToArray();
        var header = new SegmentHeader(
            segment.ModelName, segment.ModelHash, segment.Cut, segment.Level, Describe(segment.CutTensor),
            new HeaderBlob(skeleton.Length, segment.Skeleton.Length, Hash(skeleton)), [.. tensors.Select(t => t.Header)]);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, SegmentJson.Default.SegmentHeader);
        return Assemble(json, [skeleton, .. tensors.Select(t => t.Bytes)]);
    }

    /// <summary>Lower-case hex SHA-256: the id of a segment file.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Assemble(byte[] json, IReadOnlyList<byte[]> blobs)
    {
        byte[] file = new byte[checked(SegmentReader.PreambleBytes + json.Length + blobs.Sum(b => b.Length))];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), (uint)json.Length);
        SHA256.HashData(json, file.AsSpan(12));
        json.CopyTo(file, SegmentReader.PreambleBytes);
        int position = SegmentReader.PreambleBytes + json.Length;
        foreach (byte[] blob in blobs)
        {
            blob.CopyTo(file, position);
            position += blob.Length;
        }

        return file;
    }

    private static (HeaderTensor Header, byte[] Bytes) Code(QuantizedWeights weights, WeightCoding? wanted)
    {
        (WeightCoding coding, byte[] symbols) = wanted is WeightCoding fixedCoding
            ? (fixedCoding, WeightCodec.Encode(weights, fixedCoding))
            : WeightCodec.EncodeShortest(weights);
        byte[] bytes = [.. MemoryMarshal.AsBytes<float>(weights.Scales), .. symbols];
        return (new HeaderTensor(weights.Name, weights.Shape, weights.Bits, weights.ChannelAxis, coding, bytes.Length, Hash(bytes)), bytes);
    }

    private static (HeaderTensor Header, byte[] Bytes) Code(FloatTensor tensor)
    {
        byte[] bytes = MemoryMarshal.AsBytes<float>(tensor.Values).ToArray();
        return (new HeaderTensor(tensor.Name, tensor.Shape, 32, 0, null, bytes.Length, Hash(bytes)), bytes);
    }

    private static HeaderCutTensor Describe(CutTensor cut) =>
        new(cut.Name, cut.Elements, cut.Quantization.Bits, cut.Quantization.Scale, cut.Quantization.ZeroPoint);
}
