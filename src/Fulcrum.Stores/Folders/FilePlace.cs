using System.Runtime.InteropServices;

namespace Fulcrum.Stores.Folders;

/// <summary>Files that are whole or not there: written beside their place under a name that begins with a dot, flushed, then moved.</summary>
internal static partial class FilePlace
{
    private const string Mark = ".new-";

    /// <summary>EEXIST, the same number on Linux, BSD and macOS.</summary>
    private const int Exists = 17;


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

            if (isNew)
                return TryGiveName(temporary, target);
            File.Move(temporary, target, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Gives a file one more name, of which there must not be one: the kernel decides between several processes. (File.Move looks first and then renames: two can both find nothing.)</summary>
    private static bool TryGiveName(string file, string name)
    {
        if (!OperatingSystem.IsWindows())
        {
            if (Link(file, name) == 0)
                return true;
            int error = Marshal.GetLastPInvokeError();
            return error == Exists ? false : throw new IOException($"'{name}' cannot be linked: {Marshal.GetPInvokeErrorMessage(error)}.");
        }

        try
        {
            File.Move(file, name, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(name))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string created);

    /// <summary>Deletes what processes that were killed left before a time.</summary>
    public static void Tidy(string folder, DateTimeOffset before)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string file in Directory.EnumerateFiles(folder, $"{Mark}*").Where(f => File.GetLastWriteTimeUtc(f) < before).ToArray())
            File.Delete(file);
    }
}
