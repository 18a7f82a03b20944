using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Compression;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>Reads packed models. Lengths, limits and the hash are checked before anything is decoded.</summary>
public static class PackedModelReader
{
    private const string Again = "Get the file again.";

    /// <summary>Whether a file starts like a packed model.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(PackedModelWriter.Magic);

    /// <summary>How many of a file's bytes are the graph rather than weights.</summary>
    /// <exception cref="InputException">As <see cref="Read"/>.</exception>
    public static int GraphBytes(ReadOnlyMemory<byte> file, string place = "packed model") => ReadHeader(file.Span, place, out _).SkeletonBytes;

    /// <summary>Reads a packed model.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InputException">One code per way a file can be bad, all starting <c>packed-</c>.</exception>
    public static PackedModel Read(ReadOnlyMemory<byte> file, string place = "packed model")
    {
        PackedHeader header = ReadHeader(file.Span, place, out int position);
        PackedHeaderCheck.Require(header, file.Length - position, place);
        byte[] skeleton = Unpack(Next(header.SkeletonBytes), header.SkeletonRawBytes, place);
        var steps = new SymbolDecoder(Next(header.StepBytes));
        var symbols = new SymbolDecoder(Next(header.SymbolBytes));
        var tensors = new List<PackedTensor>();
        foreach (PackedHeaderTensor tensor in header.Tensors)
        {
            int[] values = new int[tensor.Shape.Aggregate(1L, (product, size) => product * size)];
            int length = WeightCodec.RowLength(tensor.Shape, values.Length);
            int[]? rows = StepCoding.Decode(ref steps, tensor.Rows, StepCoding.Window(tensor.Shape, tensor.Rows, length));
            int[]? columns = StepCoding.Decode(ref steps, tensor.Columns, StepCoding.Window(tensor.Shape, tensor.Columns, length));
            symbols.Decode(values, length);
            if (rows is null || columns is null)
                throw new InputException("packed-step", $"{place}: {tensor.Name}", "A step is out of range.", Again);
            tensors.Add(new PackedTensor(tensor.Name, tensor.Shape, rows, columns, values));
        }

        return new PackedModel(skeleton, tensors, [.. header.Floats.Select(f => new FloatTensor(f.Name, f.Shape, MemoryMarshal.Cast<byte, float>(Next(PackedHeaderCheck.Bytes(f))).ToArray()))]);

        ReadOnlySpan<byte> Next(int length)
        {
            ReadOnlySpan<byte> bytes = file.Span.Slice(position, length);
            position += length;
            return bytes;
        }
    }

    private static PackedHeader ReadHeader(ReadOnlySpan<byte> file, string place, out int position)
    {
        if (!Is(file))
            throw new InputException("packed-foreign", place, "The file is no packed model.", "Give a file that apply's pack has written.");
        if (file.Length < PackedModelWriter.PreambleBytes)
            throw Truncated(place);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]), length = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]), raw = BinaryPrimitives.ReadUInt32LittleEndian(file[12..]);
        if (version != PackedModelWriter.Version)
            throw new InputException("packed-version", place, $"The file has format version {version}, this program reads {PackedModelWriter.Version}.", "Update the older side.");
        if (length > SegmentLimits.HeaderBytes || raw > SegmentLimits.HeaderBytes)
            throw new InputException("packed-limit", place, $"The header claims {Math.Max(length, raw)} bytes.", Again);
        if (file.Length - PackedModelWriter.PreambleBytes < length)
            throw Truncated(place);
        if (!SHA256.HashData(file[PackedModelWriter.PreambleBytes..]).AsSpan().SequenceEqual(file[16..48]))
            throw new InputException("packed-hash-mismatch", place, "The content is not what its hash says.", Again);
        position = PackedModelWriter.PreambleBytes + (int)length;
        try
        {
            return JsonSerializer.Deserialize(Unpack(file.Slice(PackedModelWriter.PreambleBytes, (int)length), (int)raw, place), PackedJson.Default.PackedHeader) ?? throw new JsonException("The header is null.");
        }
        catch (JsonException failure)
        {
            throw new InputException("packed-header", $"{place}: {failure.Path}", failure.Message, Again, failure);
        }
    }

    private static byte[] Unpack(ReadOnlySpan<byte> compressed, int length, string place) => BrotliBlock.TryUnpack(compressed, length)
        ?? throw new InputException("packed-header", place, "Header or graph do not unpack to the length that is stated.", Again);

    internal static InputException Truncated(string place) => new("packed-truncated", place, "The file ends too early.", Again);
}
