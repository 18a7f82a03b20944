using Fulcrum.Protocol.Tensors;

namespace Fulcrum.Planning.Patterns;

/// <summary>Bits per weight tensor and for the cut tensor, for one (cut, accuracy level).</summary>
public sealed record Pattern
{
    /// <summary>How many layers the device runs: 0 sends the input, L runs all.</summary>
    public required int Cut { get; init; }

    /// <summary>Tolerated loss in points of Top-1; 0 is lossless (floats).</summary>
    public required double Level { get; init; }

    /// <summary>Width of each device layer's weights, layer 1 first; 32 is float.</summary>
    public required IReadOnlyList<int> WeightBits { get; init; }

    /// <summary>
    /// QPART's closed form (40) under the same budget, within 2 to 8 bits, weights then cut tensor: what the exact widths are held against.
    /// Empty for the lossless pattern.
    /// </summary>
    public IReadOnlyList<double> ContinuousBits { get; init; } = [];

    /// <summary>How the cut tensor is coded.</summary>
    public required TensorQuantization CutTensor { get; init; }

    /// <summary>Bytes of the cut tensor of one sample; 0 when nothing is sent on.</summary>
    public required long CutTensorBytes { get; init; }

    /// <summary>Bytes of the segment file; 0 at cut 0.</summary>
    public required long SegmentBytes { get; init; }

    /// <summary>The segment file's id (lower-case hex SHA-256); empty at cut 0.</summary>
    public required string SegmentId { get; init; }

    /// <summary>Coded bytes of each device layer's weights, scales left out, layer 1 first.</summary>
    public required IReadOnlyList<long> CodedWeightBytes { get; init; }

    /// <summary>Order-0 entropy of those weights' symbols in bytes, layer 1 first; the float size for float layers.</summary>
    public required IReadOnlyList<double> EntropyBytes { get; init; }

    /// <summary>Bytes of the segment's weights and biases as fp32: what the device holds once decoded.</summary>
    public required long Fp32Bytes { get; init; }

    /// <summary>Noise budget Delta under which the pattern was allocated; 0 for the lossless one.</summary>
    public required double Delta { get; init; }

    /// <summary>Points lost on the calibration samples.</summary>
    public required double CalibrationDrop { get; init; }

    /// <summary>Upper end of its interval, simultaneous over all patterns of the set.</summary>
    public required double CalibrationDropHigh { get; init; }
}
