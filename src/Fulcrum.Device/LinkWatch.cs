using Fulcrum.Device.Following;
using Fulcrum.Stages;

namespace Fulcrum.Device;

/// <summary>Probes the first link beside the requests: when they do not use it, so that its recovery is seen, and while it is gone.</summary>
internal sealed class LinkWatch : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100), Soon = TimeSpan.FromMilliseconds(300), Quiet = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(1.5);
    private readonly StageHop _hop;
    private readonly PlanFollower _follower;
    private readonly LinkBreaker _breaker;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _noise = new byte[16 << 10];
    private readonly Task _watching;
    private int _probes;

    public LinkWatch(StageHop hop, PlanFollower follower, LinkBreaker breaker, TimeProvider time)
    {
        (_hop, _follower, _breaker, _time) = (hop, follower, breaker, time);
        new Random(1).NextBytes(_noise);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Probes so far.</summary>
    public int Probes => _probes;

    public void Dispose()
    {
        _stop.Cancel();
        _watching.GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        long last = _time.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(Tick, _time, _stop.Token).ConfigureAwait(false);
                (int bytes, TimeSpan since, bool isWanted) = _follower.Probe();
                if (_breaker.IsOpen ? !_breaker.IsProbeDue : (since < Quiet && !isWanted) || _time.GetElapsedTime(last) < (isWanted ? Soon : Quiet))
                    continue;
                await ProbeAsync(bytes).ConfigureAwait(false);
                last = _time.GetTimestamp();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: nothing is left to do.
        }
    }

    private async Task ProbeAsync(int bytes)
    {
        _probes++;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        try
        {
            // Connections are made by a message that is not timed.
            await _hop.ProbeAsync(ReadOnlyMemory<byte>.Empty, patience.Token).ConfigureAwait(false);
            long started = _time.GetTimestamp();
            await _hop.ProbeAsync(_noise.AsMemory(0, bytes), patience.Token).ConfigureAwait(false);
            double seconds = _time.GetElapsedTime(started).TotalSeconds;
            bool isBack = _breaker.ProbeAnswered();
            // What was lost while the way was gone says nothing of it now.
            if (isBack)
                _follower.Forget();
            _follower.ObserveProbe(bytes, seconds);
            if (isBack)
                _follower.Hurry();
        }
        catch (Exception failure) when (failure is HopException || (failure is OperationCanceledException && !_stop.IsCancellationRequested))
        {
            if (_breaker.IsOpen)
                _breaker.ProbeFailed();
            else if (failure is not HopException)
                _follower.ObserveLost(bytes, Patience.TotalSeconds);
            else if (_follower.HasLocal && _breaker.Gone(failure.Message))
                _follower.Forget();
        }
    }
}
