using System.Runtime.InteropServices;

namespace Fulcrum.Data;

/// <summary>One part of a dataset: samples of equal length and a label each.</summary>
public sealed class DatasetSplit
{
    private readonly ReadOnlyMemory<byte> _samples;
    private readonly ReadOnlyMemory<int> _labels;

    /// <summary>Wraps samples that lie one after the other.</summary>
    /// <param name="name">Train, calibration or test.</param>
    /// <param name="sampleLength">Values per sample.</param>
    /// <param name="samples">The samples, as their format says.</param>
    /// <param name="labels">One class index per sample.</param>
    /// <param name="format">How values are stored and scaled. Default: bytes, to [0, 1].</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public DatasetSplit(string name, int sampleLength, ReadOnlyMemory<byte> samples, ReadOnlyMemory<int> labels, SampleFormat? format = null)
    {
        Format = format ?? new SampleFormat();
        if (samples.Length != (long)sampleLength * Format.Width * labels.Length)
            throw new ArgumentException($"{samples.Length} bytes are not {labels.Length} samples of {sampleLength} values.");
        (Name, SampleLength, _samples, _labels) = (name, sampleLength, samples, labels);
    }

    /// <summary>Wraps samples with labels of one byte.</summary>
    public DatasetSplit(string name, int sampleLength, ReadOnlyMemory<byte> samples, byte[] labels, SampleFormat? format = null)
        : this(name, sampleLength, samples, Array.ConvertAll(labels, l => (int)l), format)
    {
    }

    /// <summary>Train, calibration or test.</summary>
    public string Name { get; }

    /// <summary>How values are stored and scaled.</summary>
    public SampleFormat Format { get; }

    /// <summary>The number of samples.</summary>
    public int Count => _labels.Length;

    /// <summary>Values per sample.</summary>
    public int SampleLength { get; }

    /// <summary>The class of every sample.</summary>
    public ReadOnlySpan<int> Labels => _labels.Span;

    /// <summary>One sample as stored.</summary>
    public ReadOnlySpan<byte> Stored(int sample) => _samples.Span.Slice(sample * SampleBytes, SampleBytes);

    /// <summary>Copies samples as the floats that a model reads.</summary>
    /// <param name="indices">Which samples.</param>
    /// <param name="destination">Room for <c>indices.Length * SampleLength</c> values.</param>
    public void CopySamples(ReadOnlySpan<int> indices, Span<float> destination)
    {
        for (int i = 0; i < indices.Length; i++)
            SampleReader.Read(Format, Stored(indices[i]), destination.Slice(i * SampleLength, SampleLength));
    }

    /// <summary>Copies consecutive samples as the floats that a model reads.</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="destination">Room for a whole number of samples.</param>
    public void CopySamples(int start, Span<float> destination)
    {
        for (int i = 0; i < destination.Length / SampleLength; i++)
            SampleReader.Read(Format, Stored(start + i), destination.Slice(i * SampleLength, SampleLength));
    }

    /// <summary>Copies samples of token ids.</summary>
    /// <param name="indices">Which samples.</param>
    /// <param name="destination">Room for <c>indices.Length * SampleLength</c> values.</param>
    public void CopyIds(ReadOnlySpan<int> indices, Span<long> destination)
    {
        for (int i = 0; i < indices.Length; i++)
            CopyIds(indices[i], destination.Slice(i * SampleLength, SampleLength));
    }

    /// <summary>Copies consecutive samples of token ids.</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="destination">Room for a whole number of samples.</param>
    /// <exception cref="InvalidOperationException">The samples are no 64-bit integers.</exception>
    public void CopyIds(int start, Span<long> destination)
    {
        if (Format.Type != SampleType.Int64)
            throw new InvalidOperationException($"The samples of {Name} are {Format.Type}, no token ids.");
        MemoryMarshal.Cast<byte, long>(_samples.Span.Slice(start * SampleBytes, destination.Length * 8)).CopyTo(destination);
    }

    /// <summary>The first <paramref name="count"/> samples, or all when there are fewer.</summary>
    public DatasetSplit Take(int count) => count >= Count ? this : Slice(Name, 0, count);

    /// <summary>A run of consecutive samples, viewed without copying.</summary>
    public DatasetSplit Slice(string name, int start, int count) =>
        new(name, SampleLength, _samples.Slice(start * SampleBytes, count * SampleBytes), _labels.Slice(start, count), Format);

    private int SampleBytes => SampleLength * Format.Width;
}
