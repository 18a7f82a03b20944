using System.Globalization;
using System.Runtime.InteropServices;
using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>Reads the splits of a description.</summary>
/// <param name="path">The description's file.</param>
/// <param name="description">What it says.</param>
/// <param name="sampleLength">Values per sample.</param>
/// <param name="format">How they are stored.</param>
internal sealed class SplitReader(string path, DatasetDescription description, int sampleLength, SampleFormat format)
{
    private readonly DescribedFiles _files = new(path);
    private readonly int _labelsPerSample = description.LabelsPerSample ?? 1;
    private TextSplits? _texts;

    /// <summary>Reads a split.</summary>
    /// <exception cref="InputException"><c>dataset-count</c>, <c>dataset-description</c>, <c>dataset-not-finite</c> or the formats' codes.</exception>
    public DatasetSplit Read(string name, SplitDescription split)
    {
        string stored = split.Samples ?? (split.Format == "random" ? "" : throw DescribedDataset.Wrong(path, $"$.{name}.samples", "The split names no file of samples."));
        (ReadOnlyMemory<byte> samples, int[] labels) = split.Format switch
        {
            "random" => RandomSamples.Make(path, name, split, sampleLength, format, _labelsPerSample),
            "cifar" => Cifar(_files.Load(stored)),
            "idx" => (IdxFile.Read(_files.Resolve(stored)).Data, Labels(IdxFile.Read(_files.Resolve(split.Labels ?? throw Missing(name))).Data)),
            "raw" => (_files.Load(stored), Labels(_files.Load(split.Labels ?? throw Missing(name)))),
            "tsv" => (_texts ??= new TextSplits(path, description, _files, sampleLength)).Read(split),
            _ => throw DescribedDataset.Wrong(path, $"$.{name}.format", $"There is no format '{split.Format}'; known: idx, cifar, raw, tsv, random."),
        };
        if (_labelsPerSample > 1 && split.Format is "cifar" or "tsv")
            throw DescribedDataset.Wrong(path, "$.labels_per_sample", $"Format {split.Format} has one label per sample.");
        int bytes = sampleLength * format.Width, all = samples.Length / bytes;
        if (samples.Length % bytes != 0 || labels.Length != (long)all * _labelsPerSample)
            throw new InputException("dataset-count", $"{path}: $.{name}", $"{labels.Length} labels for {(double)samples.Length / bytes:0.##} samples of {bytes} bytes{(_labelsPerSample > 1 ? $" and {_labelsPerSample} labels each" : "")}.", "Correct the shape, the type or the files.");
        (int first, int count) = (split.First ?? 0, split.Count ?? all - (split.First ?? 0));
        if (first < 0 || count < 0 || first > all - count)
            throw DescribedDataset.Wrong(path, $"$.{name}", $"Samples {first} to {(long)first + count} of {all} do not exist.");
        var read = new DatasetSplit(name, sampleLength, samples.Slice(first * bytes, count * bytes), labels.AsMemory(first * _labelsPerSample, count * _labelsPerSample), format, _labelsPerSample);
        RequireFinite(read, first);
        return read;
    }

    private static int[] Labels(ReadOnlyMemory<byte> stored) => Array.ConvertAll(stored.ToArray(), l => (int)l);

    /// <summary>One value that is no number makes every figure after it worthless.</summary>
    private void RequireFinite(DatasetSplit split, int first)
    {
        for (int i = 0; split.Format.Type == SampleType.Float32 && i < split.Count; i++)
        {
            ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(split.Stored(i));
            for (int v = 0; v < values.Length; v++)
            {
                if (!float.IsFinite(values[v]))
                    throw new InputException("dataset-not-finite", $"{path}: $.{split.Name}, sample {first + i}, value {v}", string.Create(CultureInfo.InvariantCulture, $"The value is {values[v]}."), "Correct or leave out the sample; samples and values count from 0.");
            }
        }
    }

    private (ReadOnlyMemory<byte> Samples, int[] Labels) Cifar(ReadOnlyMemory<byte> records)
    {
        int count = records.Length / (sampleLength + 1);
        if (records.Length != count * (sampleLength + 1) || format.Width != 1)
            throw new InputException("dataset-shape", path, $"{records.Length} bytes are no records of a label and {sampleLength} bytes.", "Correct the shape.");
        byte[] samples = new byte[count * sampleLength];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> record = records.Span.Slice(i * (sampleLength + 1), sampleLength + 1);
            labels[i] = record[0];
            record[1..].CopyTo(samples.AsSpan(i * sampleLength));
        }

        return (samples, labels);
    }

    private InputException Missing(string name) => DescribedDataset.Wrong(path, $"$.{name}.labels", "The split names no file of labels.");
}
