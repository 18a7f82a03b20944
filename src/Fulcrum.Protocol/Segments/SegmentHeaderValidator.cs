using Fulcrum.Problems;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Segments;

/// <summary>Checks what a header claims against the limits and the bytes that are there, before any of it is believed.</summary>
internal static class SegmentHeaderValidator
{
    public static void Check(SegmentHeader header, int available, string place)
    {
        if (header.Tensors.Any(t => t is null))
            throw new InputException("segment-header", $"{place}: tensors", "A tensor is null.", "Download the segment again.");
        var problems = new List<Problem>();
        void Require(bool holds, string code, string where, string message)
        {
            if (!holds)
                problems.Add(new Problem(code, $"{place}: {where}", message, "Download the segment again."));
        }

        Require(header.Cut >= 0 && double.IsFinite(header.Level) && header.Level >= 0, "segment-header", "cut", "Cut or level is out of range.");
        Require(header.CutTensor.Elements > 0 && SegmentReader.Quantization(header.CutTensor).IsValid, "segment-header", "cut_tensor", "The cut tensor's coding is out of range.");
        Require(header.Skeleton.Bytes >= 0 && header.Skeleton.RawBytes is >= 0 and <= SegmentLimits.SkeletonBytes, "segment-limit", "skeleton", "The skeleton is too large.");
        Require(header.Tensors.Count <= SegmentLimits.Tensors, "segment-limit", "tensors", $"{header.Tensors.Count} tensors are too many.");
        Require(header.Tensors.Select(t => t.Name).Distinct().Count() == header.Tensors.Count, "segment-header", "tensors", "A tensor is there twice.");
        foreach (HeaderTensor tensor in header.Tensors.Take(SegmentLimits.Tensors))
            CheckTensor(tensor, Require);
        if (problems.Count > 0)
            throw new InputException(problems);
        CheckLength(header, available, place);
    }

    private static void CheckLength(SegmentHeader header, int available, string place)
    {
        long claimed = header.Skeleton.Bytes + header.Tensors.Sum(t => (long)t.Bytes);
        if (claimed > available)
            throw SegmentReader.Truncated(place);
        if (claimed < available)
            throw new InputException("segment-trailing", place, $"{available - claimed} bytes follow the last tensor.", "Download the segment again.");
    }

    private static void CheckTensor(HeaderTensor tensor, Action<bool, string, string, string> require)
    {
        bool named = tensor.Name.Length is > 0 and <= SegmentLimits.NameLength;
        require(named, "segment-limit", "tensors", "A tensor's name is empty or too long.");
        string name = named ? tensor.Name : "tensors";
        if (tensor.Shape.Count > SegmentLimits.Rank || !TryCount(tensor.Shape, out long elements))
        {
            require(false, "segment-limit", name, $"The shape [{string.Join(",", tensor.Shape.Take(SegmentLimits.Rank))}] is not allowed.");
            return;
        }

        require(tensor.Bytes >= 0, "segment-header", name, "A length is negative.");
        if (tensor.Coding is null)
        {
            require(tensor.Bits == 32 && tensor.Bytes == elements * 4, "segment-header", name, $"{elements} floats do not take {tensor.Bytes} bytes.");
            return;
        }

        require(Enum.IsDefined(tensor.Coding.Value) && tensor.Bits is >= WeightQuantizer.MinimumBits and <= WeightQuantizer.MaximumBits, "segment-header", name, "Width or coding is unknown.");
        bool axis = tensor.ChannelAxis >= 0 && tensor.ChannelAxis < Math.Max(1, tensor.Shape.Count);
        require(axis, "segment-header", name, "The channel axis is not one of the tensor's.");
        long scaleBytes = axis && tensor.Shape.Count > 0 ? 4 * tensor.Shape[tensor.ChannelAxis] : 4;
        require(tensor.Bytes >= scaleBytes, "segment-header", name, "The scales do not fit.");
        require(elements <= Math.Max(1, (long)tensor.Bytes) * SegmentLimits.ElementsPerByte, "segment-limit", name, $"{tensor.Bytes} bytes cannot hold {elements} symbols.");
    }

    private static bool TryCount(IReadOnlyList<long> shape, out long elements)
    {
        elements = 1;
        foreach (long size in shape)
        {
            if (size < 0 || size > SegmentLimits.TensorElements || (elements *= size) > SegmentLimits.TensorElements)
                return false;
        }

        return true;
    }
}
