using System.Collections.Concurrent;
using System.Diagnostics;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Native;
using Fulcrum.Isolation.Wire;
using Fulcrum.Runtime;

namespace Fulcrum.Isolation.Processes;

/// <summary>One worker process with one model loaded. Whatever goes wrong with it ends it; then it is of no use any more.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5), LastWords = TimeSpan.FromSeconds(0.5);
    private readonly WorkerOptions _options;
    private readonly Process _process;
    private readonly FrameChannel _control;
    private readonly Task _lines;
    private readonly Lock _asking = new(), _sending = new();
    private readonly ConcurrentBag<RunConnection> _idle = [];
    private readonly SemaphoreSlim _room;
    private int _connections, _bindings;
    private string? _reason;
    private volatile bool _hasExited;
    private int _isDisposed;

    private WorkerProcess(WorkerOptions options, Process process, FrameChannel control, Task lines)
    {
        (_options, _process, _control, _lines) = (options, process, control, lines);
        _room = new SemaphoreSlim(options.Connections);
    }

    /// <summary>Why it ended, or is about to; null while it is of use.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    /// <summary>Its process' id.</summary>
    public int Id => _process.Id;

    /// <summary>What limits it says that it has.</summary>
    public string Report { get; private set; } = "";

    /// <summary>The model's inputs.</summary>
    public IReadOnlyList<ValueInfo> Inputs { get; private set; } = [];

    /// <summary>The model's outputs.</summary>
    public IReadOnlyList<ValueInfo> Outputs { get; private set; } = [];

    /// <summary>Whether it is of use.</summary>
    public bool IsAlive => !_hasExited && Reason is null;

    /// <summary>Starts a worker and has it load a model.</summary>
    /// <param name="options">How.</param>
    /// <param name="load">How it loads; null: as is usual.</param>
    /// <param name="folder">Where the model is.</param>
    /// <param name="said">Told what it writes.</param>
    /// <param name="died">Told, once, when it has ended.</param>
    /// <exception cref="WorkerFailure">It does not come up.</exception>
    /// <exception cref="WorkerRefusal">It refuses the model.</exception>
    public static WorkerProcess Start(WorkerOptions options, LoadOptions? load, ModelFolder folder, Action<string> said, Action<WorkerProcess> died)
    {
        long memory = options.MemoryBytes > 0 ? options.MemoryBytes : (1L << 30) + (4 * folder.Bytes);
        (MessageSocket mine, var theirs) = MessageSocket.Pair();
        var control = new FrameChannel(mine);
        Process process;
        try
        {
            process = Launcher.Start(options.Command, folder.Work, memory, theirs);
        }
        catch
        {
            control.Dispose();
            throw;
        }

        process.StandardInput.Close();
        Task lines = Task.WhenAll(WorkerLines.PassAsync(process.StandardError.BaseStream, said), WorkerLines.PassAsync(process.StandardOutput.BaseStream, said));
        var worker = new WorkerProcess(options, process, control, lines);
        try
        {
            control.LimitSending(options.Patience);
            worker.Guarded(() => worker.Load(load ?? new LoadOptions()));
        }
        catch
        {
            worker.Dispose();
            throw;
        }

        process.Exited += (_, _) =>
        {
            worker._hasExited = true;
            worker.Blame(worker.Ended());
            died(worker);
        };
        process.EnableRaisingEvents = true;
        return worker;
    }

    /// <summary>Binds buffers; the binding's number.</summary>
    public int Bind(IReadOnlyList<SharedTensor> inputs, IReadOnlyList<SharedTensor> outputs)
    {
        lock (_asking)
        {
            int number = ++_bindings;
            Guarded(() =>
            {
                foreach (SharedTensor tensor in inputs.Concat(outputs))
                {
                    Ask(out_ =>
                    {
                        out_.Begin(FrameKind.Share).Int((int)tensor.Element).Int(tensor.Shape.Count);
                        foreach (long size in tensor.Shape)
                            out_.Long(size);
                    }, tensor.Memory.File);
                }

                Ask(out_ =>
                {
                    out_.Begin(FrameKind.Bind).Int(number).Int(inputs.Count);
                    foreach (string name in inputs.Concat(outputs).Select(b => b.Name))
                        out_.Text(name);
                });
            });
            return number;
        }
    }

    /// <summary>Forgets a binding.</summary>
    public void Unbind(int number)
    {
        lock (_asking)
            Guarded(() => Ask(out_ => out_.Begin(FrameKind.Unbind).Int(number)));
    }

    /// <summary>Does something over a connection.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; where the worker did not heed it, it is killed.</exception>
    /// <exception cref="WorkerFailure">It failed, and has ended.</exception>
    /// <exception cref="WorkerRefusal">The runtime refuses.</exception>
    public void Use(Action<RunConnection> run, CancellationToken cancellation)
    {
        _room.Wait(cancellation);
        try
        {
            RunConnection connection = _idle.TryTake(out RunConnection? idle) ? idle : Open();
            connection.Begin();
            try
            {
                using var pending = new PendingRun(this, connection, _options.Grace);
                using CancellationTokenRegistration registered = cancellation.UnsafeRegister(static p => ((PendingRun)p!).Cancel(), pending);
                Guarded(() => Run(run, connection, cancellation));
            }
            catch (WorkerFailure failure) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException("The run was cancelled, and its process ended.", failure, cancellation);
            }
            finally
            {
                if (Reason is null)
                    _idle.Add(connection);
                else
                    connection.Dispose();
            }
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Tells it to give a run up.</summary>
    /// <exception cref="IOException">It has gone.</exception>
    public void SendCancel(int connection, long run)
    {
        lock (_sending)
        {
            _control.Out.Begin(FrameKind.Cancel).Int(connection).Long(run);
            _control.Send();
        }
    }

    /// <summary>Ends it.</summary>
    /// <param name="reason">Why.</param>
    public void Kill(string reason)
    {
        Blame(reason);
        try
        {
            // Its session's processes go with it.
            if (!_process.HasExited)
                _ = ProcessCalls.Signal(-_process.Id, ProcessCalls.Kill);
            _process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended, or is being forgotten.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        Kill("It is not needed any more.");
        // The process' object stays, for those who still ask how it ended.
        _process.WaitForExit(Ending);
        // Processes that it started may hold its streams open.
        _lines.Wait(LastWords);
        _process.StandardError.Dispose();
        _process.StandardOutput.Dispose();
        _control.Dispose();
        while (_idle.TryTake(out RunConnection? connection))
            connection.Dispose();
    }

    private static void Run(Action<RunConnection> run, RunConnection connection, CancellationToken cancellation)
    {
        try
        {
            run(connection);
        }
        catch (OperationCanceledException)
        {
            throw cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation) : new RubbishException("It gave up a run that was not cancelled.");
        }
    }

    private void Load(LoadOptions load)
    {
        WorkerAnswers.Expect(_control, _control.Receive(_options.StartTimeout), FrameKind.Hello);
        FrameReader hello = _control.In;
        Report = hello.Text();
        int threads = load.Threads > 0 ? load.Threads : _options.Threads > 0 ? _options.Threads : CpuQuota.Threads;
        _control.Out.Begin(FrameKind.Load).Int(threads).Int((int)load.Optimization).Int(load.Spinning ? 1 : 0);
        _control.Send();
        WorkerAnswers.Expect(_control, _control.Receive(_options.StartTimeout), FrameKind.Loaded);
        FrameReader loaded = _control.In;
        (Inputs, Outputs) = (ValueCodec.Read(ref loaded), ValueCodec.Read(ref loaded));
        loaded.Close();
    }

    private RunConnection Open()
    {
        (MessageSocket mine, var theirs) = MessageSocket.Pair();
        using (theirs)
        {
            mine.LimitSending(_options.Patience);
            int number = Interlocked.Increment(ref _connections);
            lock (_asking)
                Guarded(() => Ask(out_ => out_.Begin(FrameKind.Open).Int(number), theirs));
            return new RunConnection(number, new FrameChannel(mine), _options);
        }
    }

    private void Ask(Action<FrameWriter> write, Microsoft.Win32.SafeHandles.SafeFileHandle? passed = null)
    {
        lock (_sending)
        {
            write(_control.Out);
            _control.Send(passed);
        }

        WorkerAnswers.Expect(_control, _control.Receive(_options.Patience), FrameKind.Done);
    }

    /// <summary>Does something; what shows that the worker is of no use ends it before it is told.</summary>
    private void Guarded(Action act)
    {
        try
        {
            act();
        }
        catch (Exception failure) when (failure is IOException or TimeoutException or RubbishException or WorkerFailure or ObjectDisposedException or OverflowException)
        {
            Kill(failure is IOException && _process.WaitForExit(Ending) ? Ended() : failure.Message);
            // Its memory is shared: nothing may write there when the buffers are used again.
            _process.WaitForExit(Ending);
            throw new WorkerFailure(Reason!, failure);
        }
    }

    /// <summary>The first reason is the one.</summary>
    private void Blame(string reason) => Interlocked.CompareExchange(ref _reason, reason, null);

    private string Ended() => $"It ended by itself: {WorkerEnd.Describe(_process.ExitCode)}.";
}
