using System.IO.Compression;
using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>Reads the files of splits; a file that several splits share is read once.</summary>
internal sealed class SplitReader(string description, int sampleLength, SampleFormat format)
{
    private const long MaximumBytes = 1L << 31;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = [];

    public DatasetSplit Read(string name, SplitDescription split)
    {
        (ReadOnlyMemory<byte> samples, ReadOnlyMemory<byte> labels) = split.Format switch
        {
            "cifar" => Cifar(Load(split.Samples)),
            "idx" => (IdxFile.Read(Resolve(split.Samples)).Data, IdxFile.Read(Resolve(split.Labels ?? throw Missing(name))).Data),
            "raw" => (Load(split.Samples), Load(split.Labels ?? throw Missing(name))),
            _ => throw DescribedDataset.Wrong(description, $"$.{name}.format", $"There is no format '{split.Format}'; known: idx, cifar, raw."),
        };
        int bytes = sampleLength * format.Width;
        if (samples.Length != (long)bytes * labels.Length)
            throw new InputException("dataset-count", $"{description}: $.{name}", $"{labels.Length} labels for {(double)samples.Length / bytes:0.##} samples of {bytes} bytes.", "Correct the shape, the type or the files.");
        (int first, int count) = (split.First ?? 0, split.Count ?? labels.Length - (split.First ?? 0));
        if (first < 0 || count < 0 || first > labels.Length - count)
            throw DescribedDataset.Wrong(description, $"$.{name}", $"Samples {first} to {(long)first + count} of {labels.Length} do not exist.");
        return new DatasetSplit(name, sampleLength, samples.Slice(first * bytes, count * bytes), labels.Slice(first, count).ToArray(), format);
    }

    private (ReadOnlyMemory<byte> Samples, ReadOnlyMemory<byte> Labels) Cifar(ReadOnlyMemory<byte> records)
    {
        int count = records.Length / (sampleLength + 1);
        if (records.Length != count * (sampleLength + 1) || format.Width != 1)
            throw new InputException("dataset-shape", description, $"{records.Length} bytes are no records of a label and {sampleLength} bytes.", "Correct the shape.");
        byte[] samples = new byte[count * sampleLength], labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> record = records.Span.Slice(i * (sampleLength + 1), sampleLength + 1);
            labels[i] = record[0];
            record[1..].CopyTo(samples.AsSpan(i * sampleLength));
        }

        return (samples, labels);
    }

    private ReadOnlyMemory<byte> Load(string file)
    {
        string path = Resolve(file);
        if (_files.TryGetValue(path, out ReadOnlyMemory<byte> known))
            return known;
        try
        {
            using FileStream stored = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored;
            var bytes = new MemoryStream();
            byte[] piece = new byte[1 << 20];
            for (int read; (read = content.Read(piece)) > 0;)
            {
                if (bytes.Length + read >= MaximumBytes - 1)
                    throw new InputException("dataset-too-large", path, "The file holds more than 2 GiB.", "Use a part of it.");
                bytes.Write(piece, 0, read);
            }

            return _files[path] = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException("dataset-not-readable", path, failure.Message, "Check the path in the description.", failure);
        }
    }

    private string Resolve(string file)
    {
        if (file.StartsWith('$') && file.IndexOf('/', StringComparison.Ordinal) is > 1 and int slash)
        {
            string name = file[1..slash];
            string root = Environment.GetEnvironmentVariable(name) ?? throw DescribedDataset.Wrong(description, file, $"The environment variable {name} is not set.");
            return Path.Combine(root, file[(slash + 1)..]);
        }

        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(description))!, file);
    }

    private InputException Missing(string name) => DescribedDataset.Wrong(description, $"$.{name}.labels", "The split names no file of labels.");
}
