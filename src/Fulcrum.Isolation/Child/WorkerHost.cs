using System.Collections.Concurrent;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Native;
using Fulcrum.Isolation.Wire;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Microsoft.Win32.SafeHandles;

namespace Fulcrum.Isolation.Child;

/// <summary>The worker: does what the server says, one model, until the connection ends.</summary>
internal sealed class WorkerHost(FrameChannel control)
{
    private readonly ConcurrentDictionary<int, Binding> _bindings = new();
    private readonly ConcurrentDictionary<int, RunHost> _connections = new();
    private readonly List<(ITensorBuffer Buffer, SharedMemory Memory)> _shared = [];
    private ILoadedModel? _model;

    /// <summary>The model.</summary>
    public ILoadedModel Model => _model!;

    /// <summary>Serves until the server has gone; then the process ends, whatever runs in it.</summary>
    public static int Run(int descriptor, string report)
    {
        using var control = new FrameChannel(new MessageSocket(new SafeFileHandle(descriptor, ownsHandle: true)));
        try
        {
            new WorkerHost(control).Serve(report);
        }
        catch (IOException)
        {
            ProcessCalls.End(0);
        }

        return 1;
    }

    /// <summary>A binding by its number.</summary>
    public IBoundRun Bound(int number) => _bindings[number].Run;

    private void Serve(string report)
    {
        control.Out.Begin(FrameKind.Hello).Text(report);
        control.Send();
        while (true)
        {
            FrameKind kind = control.Receive(Timeout.InfiniteTimeSpan, takesHandle: true, out SafeFileHandle? passed);
            if (kind == FrameKind.Cancel)
            {
                FrameReader cancel = control.In;
                if (_connections.TryGetValue(cancel.Int(), out RunHost? connection))
                    connection.Cancel(cancel.Long());
                continue;
            }

            try
            {
                Do(kind, control.In, passed);
            }
            catch (InputException refused)
            {
                control.Out.Begin(FrameKind.Refused).Text(refused.Problems[0].Message);
            }
            catch (Exception failure) when (failure is not (IOException or RubbishException))
            {
                control.Out.Begin(FrameKind.Refused).Text(failure.Message);
            }

            control.Send();
        }
    }

    private void Do(FrameKind kind, FrameReader said, SafeFileHandle? passed)
    {
        FrameWriter answer = control.Out;
        switch (kind)
        {
            case FrameKind.Load:
                _model = new OnnxRuntimeRunner().LoadFile(WorkerArguments.ModelFile, new LoadOptions { Threads = said.Int(), Optimization = (OptimizationLevel)said.Int(), Spinning = said.Int() != 0 });
                ValueCodec.Write(answer.Begin(FrameKind.Loaded), _model.Inputs);
                ValueCodec.Write(answer, _model.Outputs);
                return;
            case FrameKind.Share:
                Share((ElementType)said.Int(), said, passed!);
                break;
            case FrameKind.Bind:
                Bind(said);
                break;
            case FrameKind.Unbind:
                if (_bindings.TryRemove(said.Int(), out Binding? binding))
                    binding.Dispose();
                break;
            case FrameKind.Open:
                int number = said.Int();
                var host = new RunHost(this, new FrameChannel(new MessageSocket(passed!)));
                _connections[number] = host;
                new Thread(host.Serve) { IsBackground = true, Name = $"run {number}" }.Start();
                break;
            default:
                throw new RubbishException("The server says what it cannot say.");
        }

        answer.Begin(FrameKind.Done);
    }

    private void Share(ElementType element, FrameReader said, SafeFileHandle passed)
    {
        long[] shape = new long[said.Count(sizeof(long))];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = said.Long();
        long length = element.ByteCount(shape.Aggregate(1L, (n, size) => checked(n * size)));
        SharedMemory memory = SharedMemory.Open(passed, Math.Max(1, length));
        _shared.Add((OnnxRuntimeRunner.Over(element, shape, memory.Address, length), memory));
    }

    private void Bind(FrameReader said)
    {
        int number = said.Int();
        var binding = new Binding([.. _shared]);
        _shared.Clear();
        try
        {
            Dictionary<string, ITensorBuffer> inputs = [], outputs = [];
            int inputCount = said.Count(1);
            for (int i = 0; i < binding.Buffers.Length; i++)
                (i < inputCount ? inputs : outputs)[said.Text()] = binding.Buffers[i].Buffer;
            binding.Run = Model.Bind(inputs, outputs);
            _bindings[number] = binding;
        }
        catch
        {
            binding.Dispose();
            throw;
        }
    }

    /// <summary>A bound run with its buffers.</summary>
    private sealed class Binding((ITensorBuffer Buffer, SharedMemory Memory)[] buffers) : IDisposable
    {
        public (ITensorBuffer Buffer, SharedMemory Memory)[] Buffers => buffers;

        public IBoundRun Run { get; set; } = null!;

        public void Dispose()
        {
            Run?.Dispose();
            foreach ((ITensorBuffer buffer, SharedMemory memory) in buffers)
            {
                buffer.Dispose();
                memory.Dispose();
            }
        }
    }
}
