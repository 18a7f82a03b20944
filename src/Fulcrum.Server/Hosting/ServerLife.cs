using System.Runtime.InteropServices;

namespace Fulcrum.Server.Hosting;

/// <summary>
/// How a server ends. SIGTERM: not ready at once, serving goes on for the drain delay so that load balancers notice, then nothing new is accepted, what is under way is finished, and at last given up. SIGINT does without the delay,
/// and a second signal without anything.
/// </summary>
/// <param name="drainDelay">How long to go on after SIGTERM.</param>
/// <param name="time">The clock; null takes the system's.</param>
public sealed class ServerLife(TimeSpan drainDelay, TimeProvider? time = null) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _asked;

    /// <summary>Whether nobody asked it to stop yet.</summary>
    public bool IsWanted => Volatile.Read(ref _asked) == 0;

    /// <summary>Cancelled when nothing new is to be accepted.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Listens to signals of the process. Before models are loaded, so that none is lost during the start.</summary>
    public void ListenToSignals()
    {
        void On(PosixSignalContext signal)
        {
            signal.Cancel = true;
            if (!Ask(drain: signal.Signal == PosixSignal.SIGTERM))
                Environment.Exit(1);
        }

        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, On));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, On));
    }

    /// <summary>Asks it to stop, as a signal does.</summary>
    /// <param name="drain">Whether the drain delay is kept.</param>
    /// <returns>Whether it was the first time.</returns>
    public bool Ask(bool drain)
    {
        if (Interlocked.Increment(ref _asked) > 1)
            return false;
        ServiceManager.Stopping();
        if (drain && drainDelay > TimeSpan.Zero)
            _ = Task.Delay(drainDelay, time ?? TimeProvider.System).ContinueWith(_ => _stop.Cancel(), TaskScheduler.Default);
        else
            _stop.Cancel();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _signals.ForEach(s => s.Dispose());
}
