using System.Buffers;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Running;

/// <summary>
/// Memory for one request of one set of shapes. Bound: inputs and outputs lie in the runtime's memory and a run allocates nothing.
/// Loose, while the outputs' shapes are not known or for text: inputs lie in pooled memory, outputs are what the run makes.
/// </summary>
internal sealed class Slot : IDisposable
{
    private const int MostBytes = int.MaxValue;
    private readonly ModelSession _session;
    private readonly ITensorBuffer[] _inputs = [], _outputs = [];
    private readonly byte[][] _loose = [];
    private readonly int[] _looseLengths = [];
    private readonly IReadOnlyList<ReadOnlyMemory<byte>>?[] _texts;
    private readonly IBoundRun? _run;
    private readonly long[][]? _shapes;
    private IReadOnlyList<Tensor>? _made;

    public Slot(ModelSession session, ShapeEntry entry)
    {
        (_session, Entry, _shapes) = (session, entry, entry.Outputs);
        TensorSpec[] inputs = session.Signature.Inputs, outputs = session.Signature.Outputs;
        _texts = new IReadOnlyList<ReadOnlyMemory<byte>>?[inputs.Length];
        if (_shapes is null)
        {
            _looseLengths = [.. inputs.Select((t, i) => ByteCount(t.Element, entry.Inputs[i]))];
            _loose = [.. _looseLengths.Select(n => ArrayPool<byte>.Shared.Rent(n))];
            return;
        }

        Require(inputs, outputs);
        try
        {
            _inputs = [.. inputs.Select((t, i) => session.Runner.Allocate(t.Element, entry.Inputs[i]))];
            _outputs = [.. outputs.Select((t, i) => session.Runner.Allocate(t.Element, _shapes[i]))];
            _run = session.Model.Bind(inputs.Zip(_inputs).ToDictionary(p => p.First.Name, p => p.Second), outputs.Zip(_outputs).ToDictionary(p => p.First.Name, p => p.Second));
        }
        catch
        {
            Dispose();
            throw;
        }

        Batch = entry.SharedBatch(_shapes);
        Bytes = _inputs.Concat(_outputs).Sum(b => (long)b.Bytes.Length);
    }

    public ShapeEntry Entry { get; }

    public bool IsBound => _run is not null;

    /// <summary>The first dimension when it is bound and all inputs and outputs share it; 0 otherwise.</summary>
    public int Batch { get; }

    /// <summary>The outputs' shapes, when it is bound.</summary>
    public long[][] BoundShapes => _shapes!;

    /// <summary>Whether the last run left its answer in bound memory.</summary>
    public bool HoldsBound => IsBound && _made is null;

    /// <summary>Native memory that it holds.</summary>
    public long Bytes { get; }

    /// <summary>The memory of an input's elements; not for text.</summary>
    public Span<byte> Input(int index) => IsBound ? _inputs[index].Bytes : _loose[index].AsSpan(0, _looseLengths[index]);

    /// <summary>Gives an input of text.</summary>
    public void SetText(int index, IReadOnlyList<ReadOnlyMemory<byte>> values) => _texts[index] = values;

    public ReadOnlySpan<long> OutputShape(int index) => _made is null ? _shapes![index] : ((long[])_made[index].Shape).AsSpan();

    /// <summary>An output's elements; not of text.</summary>
    public ReadOnlySpan<byte> Output(int index) => _made is null ? _outputs[index].Bytes : _made[index].Bytes.Span;

    /// <summary>The memory of an output, when it is bound.</summary>
    public Span<byte> OutputMemory(int index) => _outputs[index].Bytes;

    /// <summary>An output of text.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OutputText(int index) => _made![index].Strings!;

    /// <summary>Runs the model.</summary>
    /// <exception cref="InputException"><c>run-failed</c>.</exception>
    /// <exception cref="OperationCanceledException">The run was given up.</exception>
    public void Run(CancellationToken cancellation)
    {
        _made = null;
        if (_run is null)
        {
            RunLoose();
            return;
        }

        try
        {
            _run.Run(cancellation);
        }
        catch (InputException refused) when (_session.MayVary && refused.InnerException is not ModelAwayException)
        {
            RunLoose();
            _session.Vary(Entry);
        }
    }

    public void Dispose()
    {
        _run?.Dispose();
        foreach (ITensorBuffer buffer in _inputs.Concat(_outputs))
            buffer.Dispose();
        foreach (byte[] array in _loose)
            ArrayPool<byte>.Shared.Return(array);
        _made = null;
    }

    /// <summary>Forgets what the last request left.</summary>
    public void Clear()
    {
        _made = null;
        Array.Clear(_texts);
    }

    /// <summary>What a request makes the runtime take is bounded before it is taken.</summary>
    private void Require(TensorSpec[] inputs, TensorSpec[] outputs)
    {
        Int128 bytes = 0;
        foreach ((ElementType element, long[] shape) in inputs.Select((t, i) => (t.Element, Entry.Inputs[i])).Concat(outputs.Select((t, i) => (t.Element, _shapes![i]))))
            bytes += shape.Aggregate((Int128)Math.Max(1, element.ByteCount(1)), (n, size) => n * size);
        if (bytes > MostBytes)
            throw new InputException("body-too-large", "inputs", $"Inputs and outputs of these shapes have more than {MostBytes} bytes.", "Send smaller batches.");
    }

    private void RunLoose()
    {
        TensorSpec[] inputs = _session.Signature.Inputs;
        _made = _session.Model.Run([.. inputs.Select((t, i) => new Tensor
        {
            Name = t.Name,
            Element = t.Element,
            Shape = Entry.Inputs[i],
            Bytes = t.IsText ? default : IsBound ? _inputs[i].Bytes.ToArray() : _loose[i].AsMemory(0, _looseLengths[i]),
            Strings = t.IsText ? _texts[i] : null,
        })]);
        _session.Learn(Entry, _made);
    }

    private static int ByteCount(ElementType element, long[] shape)
    {
        long count = 1;
        foreach (long size in shape)
            count *= size;
        return element == ElementType.String ? 0 : checked((int)element.ByteCount(count));
    }
}
