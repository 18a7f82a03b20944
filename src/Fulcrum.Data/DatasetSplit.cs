using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Fulcrum.Problems;

namespace Fulcrum.Data;

/// <summary>One part of a dataset: samples of equal length and a label each, or a map of labels each.</summary>
public sealed class DatasetSplit
{
    /// <summary>The label of pixels that nobody judges, where samples have maps of labels.</summary>
    public const int Ignored = 255;

    private readonly ReadOnlyMemory<byte> _samples;
    private readonly ReadOnlyMemory<int> _labels;

    /// <summary>Wraps samples that lie one after the other.</summary>
    /// <param name="name">Train, calibration or test.</param>
    /// <param name="sampleLength">Values per sample.</param>
    /// <param name="samples">The samples, as their format says.</param>
    /// <param name="labels">One class index per sample, or a map of them per sample.</param>
    /// <param name="format">How values are stored and scaled. Default: bytes, to [0, 1].</param>
    /// <param name="labelsPerSample">Labels of one sample: 1 (default), or the pixels of its map.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public DatasetSplit(string name, int sampleLength, ReadOnlyMemory<byte> samples, ReadOnlyMemory<int> labels, SampleFormat? format = null, int labelsPerSample = 1)
    {
        Format = format ?? new SampleFormat();
        if (labels.Length % labelsPerSample != 0 || samples.Length != (long)sampleLength * Format.Width * (labels.Length / labelsPerSample))
            throw new ArgumentException($"{samples.Length} bytes are not {labels.Length / labelsPerSample} samples of {sampleLength} values.");
        (Name, SampleLength, _samples, _labels, LabelsPerSample) = (name, sampleLength, samples, labels, labelsPerSample);
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
    public int Count => _labels.Length / LabelsPerSample;

    /// <summary>Labels of one sample: 1, or the pixels of its map.</summary>
    public int LabelsPerSample { get; }

    /// <summary>Values per sample.</summary>
    public int SampleLength { get; }

    /// <summary>The class of every sample.</summary>
    /// <exception cref="InputException"><c>data-labels</c> when samples have maps of labels.</exception>
    public ReadOnlySpan<int> Labels => LabelsPerSample == 1
        ? _labels.Span
        : throw new InputException("data-labels", Name, $"Every sample has a map of {LabelsPerSample} labels, not one class.", "Use data of one label per sample; maps are for the metric miou.");

    /// <summary>The labels of consecutive samples, maps too, sample after sample.</summary>
    public ReadOnlySpan<int> LabelsOf(int start, int count) => _labels.Span.Slice(start * LabelsPerSample, count * LabelsPerSample);

    /// <summary>SHA-256, lower-case hex, of samples as stored, their format and their labels: what decides every figure that comes from the split. Its name does not count.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Format.Type} {Format.Scale:r} [{string.Join(' ', Format.Mean.Select(m => FormattableString.Invariant($"{m:r}")))}] [{string.Join(' ', Format.Std.Select(m => FormattableString.Invariant($"{m:r}")))}] {SampleLength} {LabelsPerSample} {Count}\n")));
        hash.AppendData(_samples.Span);
        byte[] labels = new byte[_labels.Length * sizeof(int)];
        for (int i = 0; i < _labels.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(labels.AsSpan(i * sizeof(int)), _labels.Span[i]);
        hash.AppendData(labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

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
        new(name, SampleLength, _samples.Slice(start * SampleBytes, count * SampleBytes), _labels.Slice(start * LabelsPerSample, count * LabelsPerSample), Format, LabelsPerSample);

    private int SampleBytes => SampleLength * Format.Width;
}
