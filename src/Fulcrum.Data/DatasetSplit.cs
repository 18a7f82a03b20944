namespace Fulcrum.Data;

/// <summary>One part of a dataset: byte samples of equal length and a label each.</summary>
public sealed class DatasetSplit
{
    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly ReadOnlyMemory<byte> _labels;

    /// <summary>Wraps samples that lie one after the other.</summary>
    /// <param name="name">Train, calibration or test.</param>
    /// <param name="sampleLength">Bytes per sample.</param>
    /// <param name="pixels">The samples; a multiple of <paramref name="sampleLength"/>.</param>
    /// <param name="labels">One class index per sample.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public DatasetSplit(string name, int sampleLength, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels)
    {
        if (pixels.Length != (long)sampleLength * labels.Length)
            throw new ArgumentException($"{pixels.Length} bytes are not {labels.Length} samples of {sampleLength}.");
        (Name, SampleLength, _pixels, _labels) = (name, sampleLength, pixels, labels);
    }

    /// <summary>Train, calibration or test.</summary>
    public string Name { get; }

    /// <summary>The number of samples.</summary>
    public int Count => _labels.Length;

    /// <summary>Values per sample.</summary>
    public int SampleLength { get; }

    /// <summary>The class of every sample.</summary>
    public ReadOnlySpan<byte> Labels => _labels.Span;

    /// <summary>One sample as stored.</summary>
    public ReadOnlySpan<byte> Pixels(int sample) => _pixels.Span.Slice(sample * SampleLength, SampleLength);

    /// <summary>Copies samples as floats in [0, 1] (byte / 255).</summary>
    /// <param name="indices">Which samples.</param>
    /// <param name="destination">Room for <c>indices.Length * SampleLength</c> values.</param>
    public void CopySamples(ReadOnlySpan<int> indices, Span<float> destination)
    {
        for (int i = 0; i < indices.Length; i++)
            Scale(Pixels(indices[i]), destination.Slice(i * SampleLength, SampleLength));
    }

    /// <summary>Copies consecutive samples as floats in [0, 1] (byte / 255).</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="destination">Room for a whole number of samples.</param>
    public void CopySamples(int start, Span<float> destination) =>
        Scale(_pixels.Span.Slice(start * SampleLength, destination.Length), destination);

    /// <summary>The first <paramref name="count"/> samples, or all when there are fewer.</summary>
    public DatasetSplit Take(int count) => count >= Count ? this : Slice(Name, 0, count);

    /// <summary>A run of consecutive samples, viewed without copying.</summary>
    public DatasetSplit Slice(string name, int start, int count) =>
        new(name, SampleLength, _pixels.Slice(start * SampleLength, count * SampleLength), _labels.Slice(start, count));

    private static void Scale(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int i = 0; i < bytes.Length; i++)
            values[i] = bytes[i] / 255f;
    }
}
