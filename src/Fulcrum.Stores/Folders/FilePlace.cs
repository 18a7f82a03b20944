namespace Fulcrum.Stores.Folders;

/// <summary>Files that are whole or not there: written beside their place under a name that begins with a dot, flushed, then moved.</summary>
internal static class FilePlace
{
    private const string Mark = ".new-";

    /// <summary>Writes a file.</summary>
    /// <param name="target">Its place.</param>
    /// <param name="isNew">Whether it must not be there yet; of several processes one succeeds.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it is there now; false where <paramref name="isNew"/> and another was.</returns>
    public static async Task<bool> PutAsync(string target, bool isNew, Func<Stream, Task> write, CancellationToken cancellation)
    {
        string folder = Directory.CreateDirectory(Path.GetDirectoryName(target)!).FullName, temporary = Path.Combine(folder, $"{Mark}{Guid.NewGuid():N}");
        try
        {
            FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                await stream.FlushAsync(cancellation).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            // Without overwriting, the file is linked to its new name, which fails where there is one.
            File.Move(temporary, target, overwrite: !isNew);
            return true;
        }
        catch (IOException) when (isNew && File.Exists(target))
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Deletes what processes that were killed left before a time.</summary>
    public static void Tidy(string folder, DateTimeOffset before)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string file in Directory.EnumerateFiles(folder, $"{Mark}*").Where(f => File.GetLastWriteTimeUtc(f) < before).ToArray())
            File.Delete(file);
    }
}
