using Fulcrum.Problems;

namespace Fulcrum.Stores.Contracts;

/// <summary>
/// What replicas share: objects under the SHA-256 of their bytes, documents with versions, states of devices. For several processes at once; every call stands for itself.
/// All calls throw <see cref="StoreException"/> when the store cannot be reached, after trying again.
/// </summary>
public interface IStore : IDeviceStates, IAsyncDisposable
{
    /// <summary>Where it is, without secrets.</summary>
    string Name { get; }

    /// <summary>Keeps an object, all or nothing; one that is there already stays, unless it is damaged.</summary>
    /// <param name="sha256">Of its bytes, lower-case hex.</param>
    /// <param name="content">The bytes, from where the stream stands to its end.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InputException"><c>object-damaged</c>: the bytes have another hash; nothing is kept.</exception>
    Task PutObjectAsync(string sha256, Stream content, CancellationToken cancellation);

    /// <summary>Writes an object's bytes into a stream; they are right only when the call returns.</summary>
    /// <exception cref="InputException"><c>object-unknown</c>; <c>object-damaged</c>: the bytes have another hash than their name.</exception>
    Task ReadObjectAsync(string sha256, Stream into, CancellationToken cancellation);

    /// <summary>The newest document of each name of a kind.</summary>
    Task<IReadOnlyList<StoredDocument>> DocumentsAsync(string kind, CancellationToken cancellation);

    /// <summary>A document's last versions, the newest first, at most <see cref="StoreLimits.Versions"/>; none when there is no such document.</summary>
    Task<IReadOnlyList<StoredDocument>> HistoryAsync(string kind, string name, CancellationToken cancellation);

    /// <summary>Writes the next version of a document if nobody else has written it meanwhile.</summary>
    /// <param name="kind">What it is: a token.</param>
    /// <param name="name">Its name: a token.</param>
    /// <param name="before">The version that the writer has seen; 0: there is none.</param>
    /// <param name="content">The bytes of version <paramref name="before"/> + 1, at most <see cref="StoreLimits.DocumentBytes"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it was written; otherwise another version is the newest.</returns>
    Task<bool> TryWriteAsync(string kind, string name, long before, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>
    /// Yields at once, then whenever documents may have changed, and after <paramref name="atMost"/> in any case; what happened since is for the caller to look up. Goes on while the store is away, and yields when it is back.
    /// </summary>
    /// <param name="atMost">The longest time between two yields.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<bool> ChangesAsync(TimeSpan atMost, CancellationToken cancellation);
}
