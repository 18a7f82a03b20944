using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Processes;
using Fulcrum.Problems;

namespace Fulcrum.Isolation;

/// <summary>A model in a worker process. A worker that dies is followed by another, after pauses that grow; while it is away for a while, runs are refused at once.</summary>
internal sealed class IsolatedModel : ILoadedModel
{
    private readonly IsolatedRunner _runner;
    private readonly LoadOptions? _load;
    private readonly ModelFolder _folder;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private WorkerProcess? _worker;
    private Task _starting = Task.CompletedTask;
    private long _started, _due;
    private int _deaths;
    private bool _isDisposed;

    /// <summary>Starts the first worker.</summary>
    /// <exception cref="Exception">A <see cref="WorkerFailure"/> or <see cref="WorkerRefusal"/>.</exception>
    public IsolatedModel(IsolatedRunner runner, Model model, LoadOptions? load)
    {
        (_runner, _load, _folder) = (runner, load, new ModelFolder(model));
        try
        {
            WorkerProcess worker = StartWorker();
            (Inputs, Outputs, _worker) = (worker.Inputs, worker.Outputs, worker);
            _started = runner.Time.GetTimestamp();
            runner.Say($"runs in process {worker.Id}: {worker.Report}", isWarning: false);
            if (!worker.IsAlive)
                Lost(worker);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    public IReadOnlyList<ValueInfo> Inputs { get; }

    public IReadOnlyList<ValueInfo> Outputs { get; }

    public bool IsAvailable
    {
        get
        {
            lock (_lock)
                return _worker is { IsAlive: true };
        }
    }

    /// <summary>The worker's process; 0 without one.</summary>
    internal int ProcessId
    {
        get
        {
            lock (_lock)
                return _worker is { IsAlive: true } worker ? worker.Id : 0;
        }
    }

    public IBoundRun Bind(IReadOnlyDictionary<string, ITensorBuffer> inputs, IReadOnlyDictionary<string, ITensorBuffer> outputs) => new IsolatedRun(this, inputs, outputs);

    public IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        IReadOnlyList<Tensor> made = [];
        Use(string.Join(", ", inputs.Select(t => t.Name)), (worker, cancellation) => worker.Use(c => made = c.Call(inputs), cancellation), CancellationToken.None);
        return made;
    }

    public void Show(IReadOnlyList<Tensor> inputs, Action<IReadOnlyList<Tensor>> see) => see(Run(inputs));

    public IReadOnlyList<ExecutedKernel> Executed() => throw new InvalidOperationException("The model was loaded without profiling.");

    /// <summary>Does something with the worker.</summary>
    /// <exception cref="InputException"><c>worker-failed</c>, <c>worker-unavailable</c>, <c>run-failed</c>.</exception>
    public void Use(string place, Action<WorkerProcess, CancellationToken> act, CancellationToken cancellation)
    {
        WorkerProcess worker = Worker(cancellation);
        try
        {
            act(worker, cancellation);
        }
        catch (WorkerFailure failure)
        {
            Lost(worker);
            throw Refusals.Failed(failure);
        }
        catch (WorkerRefusal refusal)
        {
            throw Refusals.Of(refusal, place);
        }
        catch (InvalidDataException large)
        {
            throw new InputException("run-failed", place, large.Message, "Send less.", large);
        }
        finally
        {
            if (!worker.IsAlive)
                Lost(worker);
        }
    }

    public void Dispose()
    {
        WorkerProcess? worker;
        lock (_lock)
        {
            if (_isDisposed)
                return;
            (_isDisposed, worker, _worker) = (true, _worker, null);
        }

        _ending.Cancel();
        worker?.Dispose();
        // A worker that is just being started still reads the folder.
        if (_starting.IsCompleted)
            Clear();
        else
            _starting.ContinueWith(_ => Clear(), TaskScheduler.Default);
    }

    private void Clear()
    {
        _ending.Dispose();
        _folder.Dispose();
    }

    /// <summary>The worker; waits for the one that is being started, unless too many died before it.</summary>
    private WorkerProcess Worker(CancellationToken cancellation)
    {
        while (true)
        {
            Task starting;
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (_worker is { IsAlive: true } worker)
                    return worker;
                if (_worker is not null)
                    Replace(null);
                if (_deaths >= _runner.Options.Deaths)
                    throw Refusals.Away(TimeSpan.FromTicks(Math.Max(0, _runner.Left(_due).Ticks)));
                starting = _starting;
            }

            starting.Wait(cancellation);
        }
    }

    /// <summary>A worker has died.</summary>
    private void Lost(WorkerProcess worker)
    {
        lock (_lock)
        {
            if (_worker == worker && !_isDisposed)
                Replace(null);
        }

        worker.Dispose();
    }

    /// <summary>Counts the death and has another worker started; under the lock.</summary>
    private void Replace(string? why)
    {
        WorkerProcess? gone = _worker;
        _worker = null;
        if (_runner.Time.GetElapsedTime(_started) >= _runner.Options.Steady)
            _deaths = 0;
        TimeSpan pause = _runner.Options.Pause(++_deaths);
        _due = _runner.Time.GetTimestamp() + (long)(pause.TotalSeconds * _runner.Time.TimestampFrequency);
        _runner.Say(FormattableString.Invariant($"process {gone?.Id} ended. {why ?? gone?.Reason} The next start is in {pause.TotalSeconds:0.##} s"), isWarning: true);
        _starting = Task.Factory.StartNew(() => StartAgain(pause), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void StartAgain(TimeSpan pause)
    {
        _ending.Token.WaitHandle.WaitOne(pause);
        if (_ending.IsCancellationRequested)
            return;
        _runner.Restarted();
        WorkerProcess? fresh = null;
        string? failure = null;
        try
        {
            fresh = StartWorker();
        }
        catch (Exception refused)
        {
            failure = refused.Message;
        }

        lock (_lock)
        {
            if (!_isDisposed)
            {
                (_worker, _started) = (fresh, _runner.Time.GetTimestamp());
                if (fresh is not { IsAlive: true })
                    Replace(failure);
                return;
            }
        }

        fresh?.Dispose();
    }

    private WorkerProcess StartWorker() => WorkerProcess.Start(_runner.Options, _load, _folder, line => _runner.Say(line, isWarning: true), worker => Lost(worker));
}
