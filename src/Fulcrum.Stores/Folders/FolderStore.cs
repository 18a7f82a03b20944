using System.Globalization;
using System.Runtime.CompilerServices;
using Fulcrum.Problems;
using Fulcrum.Stores.Contracts;

namespace Fulcrum.Stores.Folders;

/// <summary>
/// A store in a folder that several processes, also of several machines, may share: <c>objects/HASH</c>, <c>documents/KIND/NAME/VERSION</c>, <c>devices/NAME</c>. Every file is written beside its place, flushed, then put there in one
/// step; a version of a document is put there only where there is none, which is all the locking there is.
/// </summary>
/// <param name="path">The folder; made when something is written.</param>
/// <param name="time">The clock; null takes the system's. Ages are taken from the files' times.</param>
public sealed class FolderStore(string path, TimeProvider? time = null) : IStore
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500), Leftover = TimeSpan.FromDays(1);
    private readonly string _objects = Path.Combine(path, "objects"), _documents = Path.Combine(path, "documents");
    private readonly FolderDevices _devices = new(Path.Combine(path, "devices"), time ?? TimeProvider.System);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public string Name => path;

    /// <inheritdoc/>
    public async Task PutObjectAsync(string sha256, Stream content, CancellationToken cancellation)
    {
        StoreLimits.RequireHash(sha256);
        string target = Path.Combine(_objects, sha256);
        await Guard(async () =>
        {
            if (File.Exists(target) && await HashAsync(target, cancellation).ConfigureAwait(false) == sha256)
                return true;
            await FilePlace.PutAsync(target, isNew: false, async stream =>
            {
                if (await HashingCopy.CopyAsync(content, piece => stream.WriteAsync(piece, cancellation), cancellation).ConfigureAwait(false) != sha256)
                    throw StoreLimits.Damaged(sha256);
            }, cancellation).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ReadObjectAsync(string sha256, Stream into, CancellationToken cancellation)
    {
        StoreLimits.RequireHash(sha256);
        string file = Path.Combine(_objects, sha256);
        string found = await Guard(async () =>
        {
            if (!File.Exists(file))
                throw StoreLimits.Unknown(sha256);
            using FileStream stream = File.OpenRead(file);
            return await HashingCopy.CopyAsync(stream, piece => into.WriteAsync(piece, cancellation), cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (found != sha256)
            throw StoreLimits.Damaged(sha256);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> DocumentsAsync(string kind, CancellationToken cancellation)
    {
        StoreLimits.RequireTokens(kind);
        string folder = Path.Combine(_documents, kind);
        return Guard<IReadOnlyList<StoredDocument>>(() => Task.FromResult<IReadOnlyList<StoredDocument>>(!Directory.Exists(folder) ? []
            : [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(d => Read(d, 1)).SelectMany(d => d)]));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> HistoryAsync(string kind, string name, CancellationToken cancellation)
    {
        StoreLimits.RequireTokens(kind, name);
        return Guard(() => Task.FromResult(Read(Path.Combine(_documents, kind, name), StoreLimits.Versions)));
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(string kind, string name, long before, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        StoreLimits.RequireTokens(kind, name);
        StoreLimits.RequireDocument(content);
        string folder = Path.Combine(_documents, kind, name);
        return Guard(async () =>
        {
            long[] there = Versions(folder);
            if (Newest(there) != before)
                return false;
            FilePlace.Tidy(folder, _time.GetUtcNow() - Leftover);
            string target = Path.Combine(folder, (before + 1).ToString(CultureInfo.InvariantCulture));
            if (!await FilePlace.PutAsync(target, isNew: true, async stream => await stream.WriteAsync(content, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false))
                return false;
            // Emptied, not deleted: a writer that was held up for many versions must not find its number free again.
            foreach (string old in there.Skip(StoreLimits.Versions - 1).Select(v => Path.Combine(folder, v.ToString(CultureInfo.InvariantCulture))).Where(f => new FileInfo(f) is { Exists: true, Length: > 0 }))
                await FilePlace.PutAsync(old, isNew: false, _ => Task.CompletedTask, cancellation).ConfigureAwait(false);
            FilePlace.Tidy(_objects, _time.GetUtcNow() - Leftover);
            return true;
        });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<bool> ChangesAsync(TimeSpan atMost, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? seen = null;
        long yielded = _time.GetTimestamp();
        while (!cancellation.IsCancellationRequested)
        {
            string now = State();
            if (now != seen || _time.GetElapsedTime(yielded) >= atMost)
            {
                (seen, yielded) = (now, _time.GetTimestamp());
                yield return true;
            }

            await Task.Delay(Poll < atMost ? Poll : atMost, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public Task ReportAsync(string name, ReadOnlyMemory<byte> json, TimeSpan keep, CancellationToken cancellation)
    {
        StoreLimits.RequireReport(name, json);
        return Guard(() => _devices.ReportAsync(name, json, keep, cancellation));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeviceState>> DevicesAsync(CancellationToken cancellation) => Guard(() => Task.FromResult(_devices.Read()));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Newest first.</summary>
    private static long[] Versions(string folder) => !Directory.Exists(folder) ? []
        : [.. Directory.GetFiles(folder).Select(f => long.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out long v) ? v : 0).Where(v => v > 0).OrderDescending()];

    private static long Newest(long[] versions) => versions is [long newest, ..] ? newest : 0;

    private IReadOnlyList<StoredDocument> Read(string folder, int most)
    {
        List<StoredDocument> found = [];
        foreach (long version in Versions(folder).Take(most))
        {
            string file = Path.Combine(folder, version.ToString(CultureInfo.InvariantCulture));
            try
            {
                TimeSpan age = _time.GetUtcNow() - File.GetLastWriteTimeUtc(file);
                found.Add(new StoredDocument(Path.GetFileName(folder), version, File.ReadAllBytes(file), age > TimeSpan.Zero ? age : TimeSpan.Zero));
            }
            catch (FileNotFoundException)
            {
                // An old version that a writer has dropped meanwhile.
            }
        }

        return found;
    }

    /// <summary>Which versions there are, in a line that differs when they do.</summary>
    private string State()
    {
        try
        {
            return !Directory.Exists(_documents) ? ""
                : string.Join('\n', Directory.GetDirectories(_documents).SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal).Select(d => FormattableString.Invariant($"{d} {Newest(Versions(d))}")));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"away: {failure.Message}";
        }
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellation)
    {
        using FileStream stream = File.OpenRead(file);
        return await HashingCopy.CopyAsync(stream, _ => ValueTask.CompletedTask, cancellation).ConfigureAwait(false);
    }

    private async Task<T> Guard<T>(Func<Task<T>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(path, failure.Message, failure);
        }
    }
}
