using Fulcrum.Problems;
using Fulcrum.Server.Hosting;
using Fulcrum.Stores.Contracts;

namespace Fulcrum.Server.Rollout;

/// <summary>Looks into the store when it changes, and when a request asks for what is not known here: one look at a time, shared by all who wait for it.</summary>
/// <param name="following">The store.</param>
/// <param name="look">Takes what is new; <see cref="StoreException"/> when the store is away.</param>
/// <param name="log">What is said.</param>
/// <param name="time">The clock.</param>
internal sealed class StoreFollower(Following following, Func<CancellationToken, Task> look, EarlyLog log, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Between the beginnings of two looks: what requests can cost the store is bounded.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly Lock _lock = new();
    private Task? _next;
    private Task _loop = Task.CompletedTask;
    private long? _began;

    /// <summary>Whether the last look succeeded.</summary>
    public bool IsInStep { get; private set; }

    /// <summary>Goes on looking until it is disposed of.</summary>
    public void Start() => _loop = Task.Run(FollowAsync, CancellationToken.None);

    /// <summary>A look that begins after this call.</summary>
    /// <exception cref="StoreException">The store is away.</exception>
    public Task LookAsync(CancellationToken cancellation)
    {
        lock (_lock)
            return (_next ??= Task.Run(NextAsync, CancellationToken.None)).WaitAsync(cancellation);
    }

    /// <summary>The same for a request.</summary>
    /// <exception cref="InputException"><c>store-unreachable</c>: what the request needs may be there.</exception>
    public async Task LookForRequestAsync(CancellationToken cancellation)
    {
        try
        {
            await LookAsync(cancellation).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            throw new InputException("store-unreachable", "store", "What is asked for is not known here, and the store that may have it cannot be reached.", "Ask again in a while.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _one.WaitAsync().ConfigureAwait(false);
        _one.Dispose();
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        await foreach (bool _ in following.Store.ChangesAsync(following.Interval, _stop.Token).ConfigureAwait(false))
            await LookAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task NextAsync()
    {
        await _one.WaitAsync(_stop.Token).ConfigureAwait(false);
        try
        {
            if (_began is long before && Spacing - time.GetElapsedTime(before) is { Ticks: > 0 } wait)
                await Task.Delay(wait, time, _stop.Token).ConfigureAwait(false);
            lock (_lock)
                (_next, _began) = (null, time.GetTimestamp());
            await look(_stop.Token).ConfigureAwait(false);
            IsInStep = true;
            log.Say("store", $"in step with the store {following.Store.Name}", isWarning: false);
        }
        catch (StoreException away)
        {
            IsInStep = false;
            log.Say("store", $"{away.Message}; what is known here is served on", isWarning: true);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }
}
