using System.IO.Compression;
using Fulcrum.Data;

namespace Fulcrum.Lab.Inputs;

/// <summary>Inputs in an ordinary lossless encoding: the honest rival of every cut.</summary>
public static class EncodedInputs
{
    /// <summary>Mean bytes of a sample as stored, zlib-compressed as in PNG.</summary>
    public static double MeanBytes(DatasetSplit samples)
    {
        long bytes = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            using var stream = new MemoryStream();
            using (var zlib = new ZLibStream(stream, CompressionLevel.SmallestSize, leaveOpen: true))
                zlib.Write(samples.Stored(i));
            bytes += stream.Length;
        }

        return (double)bytes / samples.Count;
    }
}
