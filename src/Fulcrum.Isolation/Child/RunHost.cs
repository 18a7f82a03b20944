using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Native;
using Fulcrum.Isolation.Wire;
using Fulcrum.Problems;
using Microsoft.Win32.SafeHandles;

namespace Fulcrum.Isolation.Child;

/// <summary>The worker's end of one connection for runs: one run at a time, on a thread of its own.</summary>
internal sealed class RunHost(WorkerHost worker, FrameChannel connection)
{
    private readonly Lock _lock = new();
    private SharedMemory? _room;
    private CancellationTokenSource? _running;
    private long _run, _cancelled;

    /// <summary>Serves until the connection ends, which is how the server gives one back.</summary>
    public void Serve()
    {
        try
        {
            while (true)
            {
                FrameKind kind = connection.Receive(Timeout.InfiniteTimeSpan, takesHandle: true, out SafeFileHandle? passed);
                if (kind == FrameKind.Room)
                    TakeRoom(passed!);
                else
                    Answer(kind);
                connection.Send();
            }
        }
        catch (IOException)
        {
            _room?.Dispose();
            connection.Dispose();
        }
    }

    /// <summary>Gives a run up, if it is still on, or yet to come.</summary>
    public void Cancel(long run)
    {
        lock (_lock)
        {
            _cancelled = Math.Max(_cancelled, run);
            if (_run == run)
                _running?.Cancel();
        }
    }

    private void Answer(FrameKind kind)
    {
        try
        {
            FrameReader said = connection.In;
            using CancellationTokenSource running = Begin(said.Long());
            try
            {
                if (kind == FrameKind.Run)
                {
                    worker.Bound(said.Int()).Run(running.Token);
                    connection.Out.Begin(FrameKind.Done);
                }
                else
                {
                    Call(ref said);
                }
            }
            finally
            {
                lock (_lock)
                    _running = null;
            }
        }
        catch (OperationCanceledException)
        {
            connection.Out.Begin(FrameKind.Cancelled);
        }
        catch (InputException refused)
        {
            Problem problem = refused.Problems[0];
            connection.Out.Begin(problem.Code == "output-no-tensor" ? FrameKind.NoTensor : FrameKind.Refused).Text(problem.Code == "output-no-tensor" ? problem.Place : problem.Message);
        }
        catch (Exception failure) when (failure is not (IOException or RubbishException))
        {
            connection.Out.Begin(FrameKind.Refused).Text(failure.Message);
        }
    }

    private CancellationTokenSource Begin(long run)
    {
        var running = new CancellationTokenSource();
        lock (_lock)
        {
            (_run, _running) = (run, running);
            if (_cancelled >= run)
                running.Cancel();
        }

        return running;
    }

    private void TakeRoom(SafeFileHandle passed)
    {
        FrameReader said = connection.In;
        _room?.Dispose();
        _room = SharedMemory.Open(passed, said.Long());
        connection.Out.Begin(FrameKind.Done);
    }

    private void Call(ref FrameReader said)
    {
        SharedMemory room = _room!;
        TensorPlace[] places = TensorPlace.Read(ref said, room.Length);
        worker.Model.Show([.. places.Select(p => TensorRoom.View(room, p))], Give);
    }

    /// <summary>Puts outputs into the room, for which the server may have to make a larger one first.</summary>
    private void Give(IReadOnlyList<Tensor> outputs)
    {
        var places = new TensorPlace[outputs.Count];
        long needed = TensorPlace.LayOut(outputs, places);
        while (needed > _room!.Length)
        {
            connection.Out.Begin(FrameKind.Need).Long(needed);
            connection.Send();
            if (connection.Receive(Timeout.InfiniteTimeSpan, takesHandle: true, out SafeFileHandle? passed) != FrameKind.Room)
                throw new InputException("run-failed", "outputs", "The outputs are larger than the server takes.");
            TakeRoom(passed!);
        }

        for (int i = 0; i < places.Length; i++)
            TensorRoom.Write(_room, places[i], outputs[i]);
        TensorPlace.Write(connection.Out.Begin(FrameKind.Outputs), places);
    }
}
