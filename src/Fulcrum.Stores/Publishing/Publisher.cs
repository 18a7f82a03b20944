using Fulcrum.Problems;
using Fulcrum.Stores.Contracts;

namespace Fulcrum.Stores.Publishing;

/// <summary>Puts a folder into a store: its files first, then, in one step, the document that names them. What is killed before that leaves objects that nobody names.</summary>
public static class Publisher
{
    private const string Remedy = "Publish it under another name, or leave the folder as it is until it is published.";

    /// <summary>Publishes.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="kind"><see cref="Publication.Plans"/> or <see cref="Publication.Models"/>.</param>
    /// <param name="name">The publication's name.</param>
    /// <param name="files">Paths in the publication and the files there.</param>
    /// <param name="join">Of the publication there is, null without one, and the files: what it will be.</param>
    /// <param name="progress">Told of files.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The version and whether it is new: what is the newest already is not published again, but its objects are mended.</returns>
    /// <exception cref="InputException">A file cannot be read, or changes while it is published (<c>publish-file</c>); what <paramref name="join"/> refuses.</exception>
    public static async Task<PublishedVersion> PublishAsync(
        IStore store, string kind, string name, IReadOnlyList<(string Path, string File)> files, Func<Publication?, IReadOnlyList<PublishedFile>, Publication> join, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        PublishedFile[] described = [.. files.Select(f => Describe(f.Path, f.File))];
        HashSet<string> known = [];
        bool isWritten = false;
        while (true)
        {
            StoredDocument? newest = await store.HistoryAsync(kind, name, cancellation).ConfigureAwait(false) is [StoredDocument last, ..] ? last : null;
            Publication made = join(newest is null ? null : Publication.Read(newest), described);
            // Also where nothing changed: objects that were damaged are mended.
            for (int i = 0; i < files.Count; i++)
            {
                progress?.Report(new WorkProgress("publishing", i, files.Count));
                if (known.Add(described[i].Sha256))
                    await PutAsync(store, described[i], files[i].File, cancellation).ConfigureAwait(false);
            }

            byte[] content = made.Write();
            if (newest is not null && newest.Content.Span.SequenceEqual(content))
                return new PublishedVersion(newest.Version, isWritten, made);
            if (await store.TryWriteAsync(kind, name, newest?.Version ?? 0, content, cancellation).ConfigureAwait(false))
                return new PublishedVersion((newest?.Version ?? 0) + 1, true, made);
            isWritten = true;
        }
    }

    private static PublishedFile Describe(string path, string file) => Guard(file, () =>
    {
        (string hash, long bytes) = FileHash.Of(file);
        var described = new PublishedFile(path, hash, bytes);
        return described.IsSound ? described : throw new InputException("publish-file", file, "A part of its path begins with a dot, or holds more than letters, digits, dot, dash and underscore.", Remedy);
    });

    private static async Task PutAsync(IStore store, PublishedFile described, string file, CancellationToken cancellation)
    {
        FileStream stream = Guard(file, () => File.OpenRead(file));
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                await store.PutObjectAsync(described.Sha256, stream, cancellation).ConfigureAwait(false);
            }
            catch (InputException changed)
            {
                throw new InputException("publish-file", file, "The file was changed while it was published.", Remedy, changed);
            }
        }
    }

    private static T Guard<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("publish-file", file, failure.Message, Remedy, failure);
        }
    }
}

/// <summary>What was published.</summary>
/// <param name="Version">The document's version.</param>
/// <param name="IsNew">Whether it was not there before.</param>
/// <param name="Content">It.</param>
public sealed record PublishedVersion(long Version, bool IsNew, Publication Content);
