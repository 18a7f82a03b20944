using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Compression;
using Fulcrum.Protocol.Tensors;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Segments;

/// <summary>Reads segment files. Everything is checked - lengths, limits, every hash - before anything is decoded.</summary>
public static class SegmentReader
{
    /// <summary>Magic, version, header length, header hash.</summary>
    internal const int PreambleBytes = 12 + 32;

    private const string Again = "Download the segment again.";

    /// <summary>Reads a segment.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InputException">One code per way a file can be bad, all starting <c>segment-</c> or <c>weights-</c>.</exception>
    public static Segment Read(ReadOnlyMemory<byte> file, string place = "segment")
    {
        SegmentHeader header = ReadHeader(file.Span, place, out int position);
        SegmentHeaderValidator.Check(header, file.Length - position, place);
        ReadOnlyMemory<byte> Next(int length, string sha256, string name)
        {
            ReadOnlyMemory<byte> bytes = file.Slice(position, length);
            position += length;
            return SegmentWriter.Hash(bytes.Span) == sha256
                ? bytes
                : throw new InputException("segment-hash-mismatch", $"{place}: {name}", "The content is not what its hash says.", Again);
        }

        ReadOnlyMemory<byte> skeleton = Next(header.Skeleton.Bytes, header.Skeleton.Sha256, "skeleton");
        var blobs = header.Tensors.Select(t => (Header: t, Bytes: Next(t.Bytes, t.Sha256, t.Name))).ToArray();
        return new Segment
        {
            ModelName = header.Model,
            ModelHash = header.ModelSha256,
            Cut = header.Cut,
            Level = header.Level,
            CutTensor = new CutTensor(header.CutTensor.Name, header.CutTensor.Elements, Quantization(header.CutTensor)),
            Skeleton = BrotliBlock.TryUnpack(skeleton.Span, header.Skeleton.RawBytes)
                ?? throw new InputException("segment-skeleton", place, "The skeleton does not unpack to the length it states.", Again),
            Weights = [.. blobs.Where(b => b.Header.Coding is not null).Select(b => DecodeWeights(b.Header, b.Bytes.Span, place))],
            Floats = [.. blobs.Where(b => b.Header.Coding is null).Select(b => new FloatTensor(b.Header.Name, b.Header.Shape, MemoryMarshal.Cast<byte, float>(b.Bytes.Span).ToArray()))],
        };
    }

    internal static TensorQuantization Quantization(HeaderCutTensor cut) => new(cut.Bits, cut.Scale, cut.ZeroPoint);

    private static SegmentHeader ReadHeader(ReadOnlySpan<byte> file, string place, out int position)
    {
        if (file.Length < 4 || !file[..4].SequenceEqual(SegmentWriter.Magic))
            throw new InputException("segment-foreign", place, "The file is no Fulcrum segment.", "Check the address it came from.");
        if (file.Length < PreambleBytes)
            throw Truncated(place);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (version != SegmentWriter.Version)
            throw new InputException("segment-version", place, $"The segment has format version {version}, this program reads {SegmentWriter.Version}.", "Update the older side.");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        if (length > SegmentLimits.HeaderBytes)
            throw new InputException("segment-limit", place, $"The header claims {length} bytes.", Again);
        if (file.Length - PreambleBytes < length)
            throw Truncated(place);
        ReadOnlySpan<byte> json = file.Slice(PreambleBytes, (int)length);
        if (SegmentWriter.Hash(json) != Convert.ToHexStringLower(file.Slice(12, 32)))
            throw new InputException("segment-hash-mismatch", $"{place}: header", "The content is not what its hash says.", Again);
        position = PreambleBytes + (int)length;
        return Parse(json, place);
    }

    private static SegmentHeader Parse(ReadOnlySpan<byte> json, string place)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SegmentJson.Default.SegmentHeader) ?? throw new JsonException("The header is null.");
        }
        catch (JsonException failure)
        {
            throw new InputException("segment-header", $"{place}: {failure.Path}", failure.Message, Again, failure);
        }
    }

    private static QuantizedWeights DecodeWeights(HeaderTensor header, ReadOnlySpan<byte> bytes, string place)
    {
        string where = $"{place}: {header.Name}";
        int scaleBytes = 4 * ChannelLayout.Of(header.Shape, header.ChannelAxis).Channels;
        float[] scales = MemoryMarshal.Cast<byte, float>(bytes[..scaleBytes]).ToArray();
        if (scales.Any(s => !float.IsFinite(s) || s < 0))
            throw new InputException("segment-scale", where, "A scale is negative or no number.", Again);
        sbyte[] symbols = WeightCodec.Decode(bytes[scaleBytes..], header.Coding!.Value, header.Shape, header.Bits, where);
        return new QuantizedWeights(header.Name, header.Shape, header.ChannelAxis, header.Bits, scales, symbols);
    }

    internal static InputException Truncated(string place) =>
        new("segment-truncated", place, "The file ends too early.", Again);
}
