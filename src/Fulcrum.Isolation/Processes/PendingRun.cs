namespace Fulcrum.Isolation.Processes;

/// <summary>A run that may be cancelled: the worker is told, and killed when it does not heed it in time.</summary>
internal sealed class PendingRun(WorkerProcess worker, RunConnection connection, TimeSpan grace) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly long _run = connection.Current;
    private Timer? _timer;
    private bool _hasEnded;

    public void Cancel()
    {
        lock (_lock)
        {
            if (_hasEnded)
                return;
            _timer = new Timer(_ => Overdue(), null, grace, Timeout.InfiniteTimeSpan);
        }

        try
        {
            worker.SendCancel(connection.Number, _run);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // Then the run ends as well.
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _hasEnded = true;
            _timer?.Dispose();
        }
    }

    private void Overdue()
    {
        lock (_lock)
        {
            if (!_hasEnded)
                worker.Kill(FormattableString.Invariant($"Its run was cancelled and went on for {grace.TotalSeconds:0.##} s."));
        }
    }
}
