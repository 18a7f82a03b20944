namespace Fulcrum.Problems;

/// <summary>All-or-nothing file output: temporary files beside the targets, flushed to disk, then renamed over them.</summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; on any failure the old file, or its absence, is kept.</summary>
    /// <exception cref="InputException"><c>output-not-writable</c> when the file system refuses.</exception>
    public static void Write(string path, Action<Stream> write) => WriteAll([(path, write)]);

    /// <summary>Writes several files that belong together: none is renamed into place before all are complete on disk.</summary>
    /// <exception cref="InputException"><c>output-not-writable</c> when the file system refuses.</exception>
    public static void WriteAll(IReadOnlyList<(string Path, Action<Stream> Write)> files)
    {
        var written = new List<(string Temporary, string Final)>();
        var added = new List<string>();
        string current = "";
        try
        {
            foreach ((string path, Action<Stream> write) in files)
            {
                string full = Path.GetFullPath(current = path);
                written.Add(($"{full}.{Guid.NewGuid():N}.tmp", full));
                WriteTemporary(written[^1].Temporary, write);
            }

            if (written.FirstOrDefault(f => Directory.Exists(f.Final)).Final is string folder)
                throw new IOException($"'{current = folder}' is a folder.");
            foreach ((string temporary, string final) in written)
            {
                bool isNew = !File.Exists(current = final);
                File.Move(temporary, final, overwrite: true);
                if (isNew)
                    added.Add(final);
            }
        }
        catch (Exception failure)
        {
            foreach (string path in written.Select(f => f.Temporary).Concat(added))
                TryDelete(path);
            if (failure is IOException or UnauthorizedAccessException)
                throw new InputException("output-not-writable", current, failure.Message, "Check the folder, its permissions and the free space.", failure);
            throw;
        }
    }

    /// <summary>Writes all bytes, all or nothing.</summary>
    public static void WriteBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes UTF-8 text without a byte-order mark, all or nothing.</summary>
    public static void WriteText(string path, string text) => WriteBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    private static void WriteTemporary(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The write's own failure is the one to report.
        }
    }
}
