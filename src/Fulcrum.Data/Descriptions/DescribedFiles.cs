using System.Buffers.Binary;
using System.IO.Compression;
using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>The files that a description names; one that several splits share is read once.</summary>
internal sealed class DescribedFiles(string description)
{
    private const long MaximumBytes = 1L << 31;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = [];

    /// <summary>The whole file, unpacked.</summary>
    /// <exception cref="InputException"><c>dataset-not-readable</c>, <c>dataset-too-large</c>.</exception>
    public ReadOnlyMemory<byte> Load(string file)
    {
        string path = Resolve(file);
        if (_files.TryGetValue(path, out ReadOnlyMemory<byte> known))
            return known;
        try
        {
            using FileStream stored = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored;
            var bytes = new MemoryStream(ExpectedLength(stored, content));
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

    /// <summary>Where a file is: relative to the description, or beneath an environment variable's folder.</summary>
    /// <exception cref="InputException"><c>dataset-description</c> when the variable is not set.</exception>
    public string Resolve(string file)
    {
        (string? path, string? missing) = EnvironmentPath.Resolve(file, Path.GetDirectoryName(Path.GetFullPath(description))!);
        return path ?? throw DescribedDataset.Wrong(description, file, $"The environment variable {missing} is not set.");
    }

    /// <summary>A plain file's length; of a compressed one what its last four bytes say, as far as so many bytes can be compressed that well (1:1032).</summary>
    private static int ExpectedLength(FileStream stored, Stream content)
    {
        if (ReferenceEquals(stored, content) || stored.Length < 18)
            return (int)Math.Min(stored.Length, MaximumBytes / 2);
        Span<byte> trailer = stackalloc byte[4];
        stored.Seek(-4, SeekOrigin.End);
        stored.ReadExactly(trailer);
        stored.Seek(0, SeekOrigin.Begin);
        return (int)Math.Min(Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(trailer), stored.Length * 1032), MaximumBytes / 2);
    }
}
