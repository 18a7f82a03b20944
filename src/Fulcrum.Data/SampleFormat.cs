namespace Fulcrum.Data;

/// <summary>How the values of a sample are stored.</summary>
public enum SampleType
{
    /// <summary>Unsigned bytes: pixels.</summary>
    UInt8,

    /// <summary>Signed bytes: features that were quantized.</summary>
    Int8,

    /// <summary>64-bit integers, little-endian: token ids.</summary>
    Int64,

    /// <summary>32-bit floats, little-endian.</summary>
    Float32,
}

/// <summary>
/// What a sample's values are and what becomes of them on the way into a model: (value * Scale - Mean[c]) / Std[c], where c is the channel, the first
/// dimension of the shape. Token ids go in as they are.
/// </summary>
public sealed record SampleFormat
{
    /// <summary>How values are stored. Default unsigned bytes.</summary>
    public SampleType Type { get; init; } = SampleType.UInt8;

    /// <summary>Factor of stored values. Default 1/255.</summary>
    public double Scale { get; init; } = 1 / 255.0;

    /// <summary>Subtracted after scaling: one per channel, one for all, or none (default).</summary>
    public IReadOnlyList<float> Mean { get; init; } = [];

    /// <summary>Divisor after that: one per channel, one for all, or none (default).</summary>
    public IReadOnlyList<float> Std { get; init; } = [];

    /// <summary>Bytes of one value.</summary>
    public int Width => Type switch
    {
        SampleType.Int64 => 8,
        SampleType.Float32 => 4,
        _ => 1,
    };
}
