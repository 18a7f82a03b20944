using System.Collections.Concurrent;

namespace Fulcrum.Server.Counts;

/// <summary>What one version of a model has done since it was first loaded; a reload goes on counting.</summary>
internal sealed class ModelCounts
{
    private readonly long[] _failures = new long[Enum.GetValues<FailureReason>().Length];
    private readonly ConcurrentDictionary<int, BatchCount> _batches = new();
    private long _inferences, _executions, _pending, _last;

    public DurationCount Success { get; } = new();

    /// <summary>Time from request to answer, milliseconds.</summary>
    public HistogramState FirstResponse { get; } = new([100, 500, 2000, 5000]);

    public DurationCount Fail { get; } = new();

    public DurationCount Queue { get; } = new();

    public DurationCount Input { get; } = new();

    public DurationCount Infer { get; } = new();

    public DurationCount Output { get; } = new();

    /// <summary>Samples answered.</summary>
    public long Inferences => Interlocked.Read(ref _inferences);

    /// <summary>Runs of the model.</summary>
    public long Executions => Interlocked.Read(ref _executions);

    /// <summary>Requests taken in and not answered yet.</summary>
    public long Pending => Interlocked.Read(ref _pending);

    /// <summary>When the last request came, milliseconds since 1970; 0 when none has.</summary>
    public long LastInference => Interlocked.Read(ref _last);

    /// <summary>Executions by batch size.</summary>
    public IReadOnlyDictionary<int, BatchCount> Batches => _batches;

    public long Failures(FailureReason reason) => Interlocked.Read(ref _failures[(int)reason]);

    /// <summary>A request was taken in.</summary>
    public void Begin(DateTimeOffset now)
    {
        Interlocked.Increment(ref _pending);
        Interlocked.Exchange(ref _last, now.ToUnixTimeMilliseconds());
    }

    public void Succeed(int samples, in RequestTimes times)
    {
        Interlocked.Decrement(ref _pending);
        Interlocked.Add(ref _inferences, samples);
        Success.Add(times.Total);
        FirstResponse.Record(times.Total.TotalMilliseconds);
        Queue.Add(times.Queue);
        Input.Add(times.Input);
        Infer.Add(times.Infer);
        Output.Add(times.Output);
    }

    public void Failed(FailureReason reason, TimeSpan after)
    {
        Interlocked.Decrement(ref _pending);
        Refused(reason, after);
    }

    /// <summary>A request failed before it was taken in.</summary>
    public void Refused(FailureReason reason, TimeSpan after)
    {
        Interlocked.Increment(ref _failures[(int)reason]);
        Fail.Add(after);
    }

    /// <summary>The model ran once.</summary>
    public void Executed(int batch, TimeSpan input, TimeSpan infer, TimeSpan output)
    {
        Interlocked.Increment(ref _executions);
        BatchCount count = _batches.GetOrAdd(batch, static _ => new BatchCount());
        count.Input.Add(input);
        count.Infer.Add(infer);
        count.Output.Add(output);
    }
}

/// <summary>Where the time of one request went.</summary>
/// <param name="Total">From its first byte to its answer, writing to the socket not included.</param>
/// <param name="Queue">Waiting for the model.</param>
/// <param name="Input">Reading tensors out of the body, and joining them with others.</param>
/// <param name="Infer">The model's run.</param>
/// <param name="Output">Taking a joined answer apart, and writing the answer.</param>
internal readonly record struct RequestTimes(TimeSpan Total, TimeSpan Queue, TimeSpan Input, TimeSpan Infer, TimeSpan Output);
