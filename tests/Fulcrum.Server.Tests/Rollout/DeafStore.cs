using System.Runtime.CompilerServices;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Folders;

namespace Fulcrum.Server.Tests.Rollout;

/// <summary>A folder that tells of no changes, and that can be away.</summary>
internal sealed class DeafStore(string path) : IStore
{
    private readonly FolderStore _store = new(path);

    public bool IsAway { get; set; }

    public string Name => _store.Name;

    private FolderStore There => IsAway ? throw new StoreException(Name, "away") : _store;

    public Task PutObjectAsync(string sha256, Stream content, CancellationToken cancellation) => There.PutObjectAsync(sha256, content, cancellation);

    public Task ReadObjectAsync(string sha256, Stream into, CancellationToken cancellation) => There.ReadObjectAsync(sha256, into, cancellation);

    public Task<IReadOnlyList<StoredDocument>> DocumentsAsync(string kind, CancellationToken cancellation) => There.DocumentsAsync(kind, cancellation);

    public Task<IReadOnlyList<StoredDocument>> HistoryAsync(string kind, string name, CancellationToken cancellation) => There.HistoryAsync(kind, name, cancellation);

    public Task<bool> TryWriteAsync(string kind, string name, long before, ReadOnlyMemory<byte> content, CancellationToken cancellation) => There.TryWriteAsync(kind, name, before, content, cancellation);

    public async IAsyncEnumerable<bool> ChangesAsync(TimeSpan atMost, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        yield break;
    }

    public Task ReportAsync(string name, ReadOnlyMemory<byte> json, TimeSpan keep, CancellationToken cancellation) => There.ReportAsync(name, json, keep, cancellation);

    public Task<IReadOnlyList<DeviceState>> DevicesAsync(CancellationToken cancellation) => There.DevicesAsync(cancellation);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
