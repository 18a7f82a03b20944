using Fulcrum.Problems;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>Whether what a header claims can be, before room is made for it.</summary>
internal static class PackedHeaderCheck
{
    /// <exception cref="InputException">It can not.</exception>
    public static void Require(PackedHeader header, int available, string place)
    {
        if (header.Tensors.Any(t => t is null) || header.Floats.Any(f => f is null))
            throw PackedFrames.Model.Bad("header", place, "A tensor is null.");
        string[] names = [.. header.Tensors.Select(t => t.Name), .. header.Floats.Select(t => t.Name)];
        if (names.Length > SegmentLimits.Tensors || names.Any(n => n.Length is 0 or > SegmentLimits.NameLength) || header.SkeletonRawBytes > SegmentLimits.SkeletonBytes
            || header.Tensors.Select(t => t.Shape).Concat(header.Floats.Select(t => t.Shape)).Any(s => Elements(s) is null))
            throw PackedFrames.Model.Bad("limit", place, "A name, a shape, the graph or the number of tensors is beyond what is allowed.");
        long elements = header.Tensors.Sum(t => Elements(t.Shape)!.Value);
        if (elements > Math.Max(1, (long)header.SymbolBytes) * SegmentLimits.ElementsPerByte)
            throw PackedFrames.Model.Bad("limit", place, $"{header.SymbolBytes} bytes cannot hold {elements} symbols.");
        if (names.Distinct().Count() != names.Length || header.SkeletonRawBytes < 0 || new[] { header.SkeletonBytes, header.StepBytes, header.SymbolBytes }.Any(b => b < 0) || !header.Tensors.All(HasSteps))
            throw PackedFrames.Model.Bad("header", place, "Names, lengths or steps do not fit.");
        long claimed = (long)header.SkeletonBytes + header.StepBytes + header.SymbolBytes + header.Floats.Sum(f => 4 * Elements(f.Shape)!.Value);
        PackedFrames.Model.Require(claimed, available, place);
    }

    /// <summary>Bytes of a tensor of floats.</summary>
    public static int Bytes(PackedHeaderFloats floats) => checked((int)(4 * Elements(floats.Shape)!.Value));

    private static bool HasSteps(PackedHeaderTensor tensor)
    {
        int count = checked((int)Elements(tensor.Shape)!.Value), length = WeightCodec.RowLength(tensor.Shape, count), rows = count / length;
        return (tensor.Rows == 1 || tensor.Rows == rows) && (tensor.Columns == 0 || tensor.Columns == length);
    }

    private static long? Elements(IReadOnlyList<long> shape)
    {
        long elements = 1;
        foreach (long size in shape)
        {
            if (size < 0 || size > SegmentLimits.TensorElements || (elements *= size) > SegmentLimits.TensorElements)
                return null;
        }

        return shape.Count <= SegmentLimits.Rank ? elements : null;
    }
}
