using Fulcrum.Problems;
using Fulcrum.Stores.Contracts;

namespace Fulcrum.Stores.Publishing;

/// <summary>Files of publications on this machine's disk.</summary>
public static class LocalCopy
{
    /// <summary>Writes files into a new folder; the folder is whole or not there.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="files">Which.</param>
    /// <param name="folder">The folder; one that is there already stays as it is.</param>
    /// <param name="like">Folders that may hold some of them under the same paths: what has the hash is copied from there.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InputException"><c>object-unknown</c>, <c>object-damaged</c>.</exception>
    /// <exception cref="StoreException">The store or the disk fails.</exception>
    public static async Task WriteAsync(IStore store, IReadOnlyList<PublishedFile> files, string folder, IReadOnlyList<string> like, CancellationToken cancellation)
    {
        if (Directory.Exists(folder))
            return;
        string parent = Path.GetDirectoryName(Path.GetFullPath(folder))!, temporary = Path.Combine(parent, $".new-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(temporary);
            foreach (PublishedFile file in files)
                await WriteAsync(store, file, Path.Combine(temporary, file.Path), like, cancellation).ConfigureAwait(false);
            Directory.Move(temporary, folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(folder, failure.Message, failure);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Whether a folder holds these files as they are, and no others.</summary>
    public static bool IsSame(string folder, IReadOnlyList<PublishedFile> files) => files.All(f => FileHash.Is(Path.Combine(folder, f.Path), f.Sha256, f.Bytes))
        && Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length == files.Count;

    private static async Task WriteAsync(IStore store, PublishedFile file, string target, IReadOnlyList<string> like, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (like.Select(l => Path.Combine(l, file.Path)).FirstOrDefault(f => FileHash.Is(f, file.Sha256, file.Bytes)) is string same)
        {
            File.Copy(same, target);
            return;
        }

        FileStream stream = new(target, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, useAsync: true);
        await using (stream.ConfigureAwait(false))
            await store.ReadObjectAsync(file.Sha256, stream, cancellation).ConfigureAwait(false);
    }
}
