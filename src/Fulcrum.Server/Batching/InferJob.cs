using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Fulcrum.Problems;
using Fulcrum.Server.Running;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Server.Batching;

/// <summary>A request on its way through the model: used again for the next one.</summary>
internal sealed class InferJob : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _done = new() { RunContinuationsAsynchronously = true };

    /// <summary>The request's memory, inputs filled in.</summary>
    public Slot Slot { get; private set; } = null!;

    /// <summary>Its samples: the first dimension, or 1.</summary>
    public int Samples { get; private set; }

    /// <summary>When it is too late to run, as a timestamp.</summary>
    public long Deadline { get; private set; }

    /// <summary>Cancelled when nobody waits for the answer any more.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Timestamps: given in, taken up, inputs joined, run, answer taken apart.</summary>
    public long Submitted { get; set; }

    public long Started { get; set; }

    public long Joined { get; set; }

    public long Ran { get; set; }

    public long Finished { get; set; }

    public Exception? Error { get; set; }

    /// <summary>The request's span; default where it is not recorded.</summary>
    public ActivityContext Trace { get; private set; }

    public ValueTask Task => new(this, _done.Version);

    public void Reset(Slot slot, int samples, long deadline, CancellationToken cancellation)
    {
        _done.Reset();
        (Slot, Samples, Deadline, Cancellation, Error) = (slot, samples, deadline, cancellation, null);
        Trace = Spans.Source.HasListeners() && Activity.Current is { Recorded: true } span ? span.Context : default;
    }

    /// <summary>What speaks against running it now; null when nothing does.</summary>
    public Exception? Obstacle(long now) => Cancellation.IsCancellationRequested ? new OperationCanceledException(Cancellation)
        : now >= Deadline ? new InputException("deadline-expired", "request", "The request's time was over before the model ran.", "Allow more time, or send less.") : null;

    public void Complete()
    {
        if (Error is null)
            _done.SetResult(true);
        else
            _done.SetException(Error);
    }

    public void GetResult(short token) => _done.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _done.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _done.OnCompleted(continuation, state, token, flags);
}
