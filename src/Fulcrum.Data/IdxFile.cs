using System.Buffers.Binary;
using System.IO.Compression;
using Fulcrum.Problems;

namespace Fulcrum.Data;

/// <summary>IDX files (MNIST's format), plain or gzip-compressed: unsigned bytes of up to three dimensions.</summary>
internal static class IdxFile
{
    private const int MaximumBytes = 1 << 28;

    /// <summary>Reads a file of unsigned bytes.</summary>
    /// <returns>The dimensions and the data.</returns>
    /// <exception cref="InputException">One code per way the file can be bad.</exception>
    public static (int[] Shape, ReadOnlyMemory<byte> Data) Read(string path)
    {
        byte[] bytes = Load(path);
        if (bytes.Length < 4 || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8 || bytes[3] is 0 or > 3)
            throw Bad("idx-magic", path, "The file is no IDX file of unsigned bytes.");
        int rank = bytes[3], header = 4 + (4 * rank);
        if (bytes.Length < header)
            throw Bad("idx-truncated", path, "The file ends inside its header.");
        int[] shape = new int[rank];
        long size = 1;
        for (int i = 0; i < rank; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 + (4 * i)));
            if (shape[i] <= 0 || (size *= shape[i]) > MaximumBytes)
                throw Bad("idx-shape", path, $"Dimension {i} is {shape[i]}.");
        }

        if (bytes.Length - header < size)
            throw Bad("idx-truncated", path, $"The header promises {size} values, {bytes.Length - header} are there.");
        return bytes.Length - header == size
            ? (shape, bytes.AsMemory(header))
            : throw Bad("idx-trailing", path, $"{bytes.Length - header - size} bytes follow the data.");
    }

    private static byte[] Load(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var memory = new MemoryStream();
            byte[] chunk = new byte[1 << 16];
            for (int read; (read = content.Read(chunk)) > 0;)
            {
                if (memory.Length + read > MaximumBytes)
                    throw Bad("idx-too-large", path, $"The file holds more than {MaximumBytes} bytes.");
                memory.Write(chunk, 0, read);
            }

            return memory.ToArray();
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

    private static InputException Bad(string code, string path, string message) =>
        new(code, path, message, "Get the dataset again: fulcrum data get.");
}
