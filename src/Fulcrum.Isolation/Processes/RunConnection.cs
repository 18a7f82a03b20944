using Fulcrum.Graphs;
using Fulcrum.Isolation.Native;
using Fulcrum.Isolation.Wire;

namespace Fulcrum.Isolation.Processes;

/// <summary>The server's end of one connection for runs; one run at a time.</summary>
/// <param name="number">Its number.</param>
/// <param name="channel">The connection.</param>
/// <param name="options">How long things may take.</param>
internal sealed class RunConnection(int number, FrameChannel channel, WorkerOptions options) : IDisposable
{
    private const long SmallRoom = 1 << 16, LargestKept = 16 << 20;
    private SharedMemory? _room;

    /// <summary>Its number.</summary>
    public int Number => number;

    /// <summary>The run that is on, or was last.</summary>
    public long Current { get; private set; }

    /// <summary>Counts the next run.</summary>
    public void Begin() => Current++;

    /// <summary>Runs a binding.</summary>
    public void Run(int binding)
    {
        channel.Out.Begin(FrameKind.Run).Long(Current).Int(binding);
        channel.Send();
        Expect(channel.Receive(options.RunTimeout), FrameKind.Done);
    }

    /// <summary>Runs on tensors, which are copied, and copies the outputs.</summary>
    public Tensor[] Call(IReadOnlyList<Tensor> inputs)
    {
        var places = new TensorPlace[inputs.Count];
        long needed = TensorPlace.LayOut(inputs, places);
        if (needed > int.MaxValue)
            throw new InvalidDataException($"The inputs have more than {int.MaxValue} bytes.");
        if (_room is null || _room.Length < needed || _room.Length > LargestKept)
        {
            SendRoom(needed);
            Expect(channel.Receive(options.Patience), FrameKind.Done);
        }

        for (int i = 0; i < places.Length; i++)
            TensorRoom.Write(_room!, places[i], inputs[i]);
        TensorPlace.Write(channel.Out.Begin(FrameKind.Call).Long(Current), places);
        channel.Send();
        FrameKind kind = channel.Receive(options.RunTimeout);
        if (kind == FrameKind.Need)
        {
            FrameReader said = channel.In;
            long bytes = said.Long();
            if (bytes <= _room!.Length)
                throw new RubbishException("The outputs need less room than there is.");
            Enlarge(bytes);
            kind = channel.Receive(options.Patience);
        }

        Expect(kind, FrameKind.Outputs);
        FrameReader answer = channel.In;
        return [.. TensorPlace.Read(ref answer, _room!.Length).Select(p => TensorRoom.Copy(_room, p))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        channel.Dispose();
        _room?.Dispose();
    }

    /// <summary>Makes room for outputs, or tells the worker that there is none.</summary>
    private void Enlarge(long bytes)
    {
        if (bytes <= Math.Min(options.MaxOutputBytes, int.MaxValue))
        {
            SendRoom(bytes);
            return;
        }

        channel.Out.Begin(FrameKind.Need);
        channel.Send();
    }

    private void SendRoom(long bytes)
    {
        _room?.Dispose();
        _room = SharedMemory.Create(Math.Max(SmallRoom, bytes));
        channel.Out.Begin(FrameKind.Room).Long(_room.Length);
        channel.Send(_room.File);
    }

    /// <summary>Makes sure that the answer is what it should be.</summary>
    private void Expect(FrameKind kind, FrameKind wanted) => WorkerAnswers.Expect(channel, kind, wanted, mayBeCancelled: true);
}
