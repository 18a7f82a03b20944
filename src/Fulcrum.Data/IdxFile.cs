using System.Buffers.Binary;
using System.IO.Compression;
using Fulcrum.Problems;

namespace Fulcrum.Data;

/// <summary>IDX files (MNIST's format), plain or gzip-compressed: unsigned bytes of up to three dimensions.</summary>
internal static class IdxFile
{
    private const int MaximumBytes = 1 << 28;
    private const int Chunk = 1 << 20;

    /// <summary>Reads a file of unsigned bytes; the header is checked against the limit before anything is allocated for the data.</summary>
    /// <returns>The dimensions and the data.</returns>
    /// <exception cref="InputException">
    /// One code per way the file can be bad: <c>idx-magic</c>, <c>idx-shape</c>, <c>idx-too-large</c>, <c>idx-truncated</c>, <c>idx-trailing</c>, <c>idx-compression</c>, <c>idx-not-readable</c>.
    /// </exception>
    public static (int[] Shape, ReadOnlyMemory<byte> Data) Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            (int[] shape, int size) = ReadHeader(content, path);
            byte[] data = ReadData(content, size, path);
            return content.ReadByte() < 0 ? (shape, data) : throw Bad("idx-trailing", path, "More bytes follow the data that the header promises.");
        }
        catch (InvalidDataException failure)
        {
            throw Bad("idx-compression", path, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Bad("idx-not-readable", path, failure.Message);
        }
    }

    private static (int[] Shape, int Size) ReadHeader(Stream content, string path)
    {
        Span<byte> header = stackalloc byte[16];
        if (content.ReadAtLeast(header[..4], 4, throwOnEndOfStream: false) < 4 || header[0] != 0 || header[1] != 0 || header[2] != 8 || header[3] is 0 or > 3)
            throw Bad("idx-magic", path, "The file is no IDX file of unsigned bytes.");
        Span<byte> dimensions = header.Slice(4, 4 * header[3]);
        if (content.ReadAtLeast(dimensions, dimensions.Length, throwOnEndOfStream: false) < dimensions.Length)
            throw Bad("idx-truncated", path, "The file ends inside its header.");
        int[] shape = new int[header[3]];
        long size = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(dimensions[(4 * i)..]);
            if (shape[i] <= 0)
                throw Bad("idx-shape", path, $"Dimension {i} is {shape[i]}.");
            if ((size *= shape[i]) > MaximumBytes)
                throw Bad("idx-too-large", path, $"The header promises more than {MaximumBytes} values.");
        }

        return (shape, (int)size);
    }

    // Grows with what is really there: a short file that promises much costs little.
    private static byte[] ReadData(Stream content, int size, string path)
    {
        byte[] data = new byte[Math.Min(size, Chunk)];
        for (int filled = 0; ;)
        {
            int read = content.ReadAtLeast(data.AsSpan(filled), data.Length - filled, throwOnEndOfStream: false);
            filled += read;
            if (filled < data.Length)
                throw Bad("idx-truncated", path, $"The header promises {size} values, {filled} are there.");
            if (filled == size)
                return data;
            Array.Resize(ref data, (int)Math.Min(size, 2L * data.Length));
        }
    }

    private static InputException Bad(string code, string path, string message) =>
        new(code, path, message, "Get the dataset again: fulcrum data get.");
}
