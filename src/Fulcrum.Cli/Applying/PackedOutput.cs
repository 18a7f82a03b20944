using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Protocol.Packed;
using Fulcrum.Stages;

namespace Fulcrum.Cli.Applying;

/// <summary>Packed models as files.</summary>
internal static class PackedOutput
{
    public const string Name = "model.fpk";

    public static PreparedFile Prepare(string path, byte[] packed) => new(path, packed.Length, stream => stream.Write(packed));

    /// <summary>A model from its .onnx file or from a packed one, told apart by how the file starts.</summary>
    public static Model Read(string path)
    {
        if (!IsPacked(path))
            return OnnxFile.Read(path);
        return SegmentFile.Parse(File.ReadAllBytes(path), path);
    }

    private static bool IsPacked(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] start = new byte[4];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && PackedModelReader.Is(start);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
