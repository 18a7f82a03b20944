using System.Runtime.InteropServices;
using Fulcrum.Problems;
using Fulcrum.Protocol.Compression;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>Reads packed models. Lengths, limits and the hash are checked before anything is decoded.</summary>
public static class PackedModelReader
{
    /// <summary>Whether a file starts like a packed model.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => PackedFrames.Model.Is(file);

    /// <summary>How many of a file's bytes are the graph rather than weights.</summary>
    /// <exception cref="InputException">As <see cref="Read"/>.</exception>
    public static int GraphBytes(ReadOnlyMemory<byte> file, string place = "packed model") => PackedFrames.Model.Open(file.Span, place, out _).SkeletonBytes;

    /// <summary>Reads a packed model.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InputException">One code per way a file can be bad, all starting <c>packed-</c>.</exception>
    public static PackedModel Read(ReadOnlyMemory<byte> file, string place = "packed model")
    {
        PackedHeader header = PackedFrames.Model.Open(file.Span, place, out int position);
        PackedHeaderCheck.Require(header, file.Length - position, place);
        byte[] skeleton = BrotliBlock.TryUnpack(Next(header.SkeletonBytes), header.SkeletonRawBytes) ?? throw PackedFrames.Model.Bad("header", place, "The graph does not unpack to the length that is stated.");
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
                throw PackedFrames.Model.Bad("step", $"{place}: {tensor.Name}", "A step is out of range.");
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
}
