using Fulcrum.Problems;
using Fulcrum.Protocol.Segments;

namespace Fulcrum.Device;

/// <summary>Segment files on disk under their content id. What is read back is checked against the id; damaged files are dropped.</summary>
/// <param name="folder">The folder; made when the first segment is stored.</param>
public sealed class SegmentCache(string folder)
{
    private const string Extension = ".fseg";

    /// <summary>The ids held.</summary>
    public IReadOnlyList<string> Held => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>A held segment file, or null.</summary>
    public byte[]? Find(string id)
    {
        string path = PathOf(id);
        if (!File.Exists(path))
            return null;
        byte[] file = File.ReadAllBytes(path);
        if (SegmentWriter.Hash(file) == id)
            return file;
        File.Delete(path);
        return null;
    }

    /// <summary>Keeps a segment file, all or nothing.</summary>
    /// <exception cref="InputException"><c>output-not-writable</c>.</exception>
    public void Store(string id, byte[] file) => AtomicFile.WriteBytes(PathOf(id), file);

    private string PathOf(string id) => id.Length == 64 && id.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(folder, id + Extension)
        : throw new InputException("segment-id", "segment.id", "The id is no lower-case hex SHA-256.", "The server does not speak this protocol.");
}
