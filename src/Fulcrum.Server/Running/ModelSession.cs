using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Running;

/// <summary>A model loaded in the runtime, with slots kept for the shapes used last.</summary>
internal sealed class ModelSession : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long[], ShapeEntry> _entries = new(ShapeKeys.Comparer);
    private readonly Dictionary<long[], ShapeEntry>.AlternateLookup<ReadOnlySpan<long>> _byShapes;
    private readonly SlotLimits _limits;
    private long _uses, _idleBytes;
    private bool _disposed;

    public ModelSession(IModelRunner runner, Model model, ModelSignature signature, SlotLimits limits)
    {
        (Runner, Signature, _limits) = (runner, signature, limits);
        _byShapes = _entries.GetAlternateLookup<ReadOnlySpan<long>>();
        MayVary = signature.Outputs.Any(o => o.Shape is null || o.Shape.Contains(-1));
        HasText = signature.Inputs.Concat(signature.Outputs).Any(t => t.IsText);
        Model = runner.Load(model);
    }

    public IModelRunner Runner { get; }

    public ModelSignature Signature { get; }

    public ILoadedModel Model { get; }

    /// <summary>Whether the model declares outputs whose shapes the inputs' shapes may not settle.</summary>
    public bool MayVary { get; }

    private bool HasText { get; }

    /// <summary>Shapes that are remembered now.</summary>
    public int Shapes
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>Takes a slot for a request; give it back with <see cref="Return"/>.</summary>
    /// <param name="key">Rank and dimensions of each input, in order.</param>
    public Slot Rent(ReadOnlySpan<long> key)
    {
        ShapeEntry entry;
        lock (_lock)
        {
            entry = Entry(key);
            if (entry.Idle.TryPop(out Slot? idle))
            {
                _idleBytes -= idle.Bytes;
                return idle;
            }
        }

        return new Slot(this, entry);
    }

    /// <summary>Takes a slot for several requests of equal shapes joined along the first dimension.</summary>
    /// <param name="one">The slot of one of them, bound.</param>
    /// <param name="batch">Samples of all.</param>
    /// <param name="key">Room for the shapes.</param>
    public Slot RentJoined(Slot one, int batch, Span<long> key)
    {
        long[] shapes = one.Entry.Key;
        shapes.CopyTo(key);
        for (int at = 0; at < shapes.Length; at += (int)shapes[at] + 1)
            key[at + 1] = batch;
        key = key[..shapes.Length];
        lock (_lock)
        {
            ShapeEntry entry = Entry(key);
            if (!entry.Varies && entry.Outputs is null)
                entry.Outputs = [.. one.BoundShapes.Select(s => (long[])[batch, .. s.AsSpan(1)])];
        }

        return Rent(key);
    }

    /// <summary>Takes a slot back; it is kept for the next request of its shapes as far as the limits allow.</summary>
    public void Return(Slot slot)
    {
        slot.Clear();
        lock (_lock)
        {
            bool wanted = !_disposed && slot.IsBound == IsBindable(slot.Entry) && _entries.TryGetValue(slot.Entry.Key, out ShapeEntry? now) && now == slot.Entry;
            if (wanted && slot.IsBound && _idleBytes + slot.Bytes <= _limits.IdleBytes)
            {
                slot.Entry.Idle.Push(slot);
                _idleBytes += slot.Bytes;
                return;
            }
        }

        slot.Dispose();
    }

    /// <summary>Remembers the shapes that a run has made.</summary>
    public void Learn(ShapeEntry entry, IReadOnlyList<Tensor> outputs)
    {
        lock (_lock)
        {
            if (!entry.Varies && !HasText)
                entry.Outputs ??= [.. outputs.Select(t => t.Shape.ToArray())];
        }
    }

    /// <summary>Remembers that the outputs' shapes do not follow from the inputs': runs of these shapes are never bound again.</summary>
    public void Vary(ShapeEntry entry)
    {
        lock (_lock)
            (entry.Varies, entry.Outputs) = (true, null);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (ShapeEntry entry in _entries.Values)
                Empty(entry);
            _entries.Clear();
        }

        Model.Dispose();
    }

    private bool IsBindable(ShapeEntry entry) => entry.Outputs is not null && !HasText;

    private ShapeEntry Entry(ReadOnlySpan<long> key)
    {
        if (!_byShapes.TryGetValue(key, out ShapeEntry? entry))
        {
            if (_entries.Count >= _limits.Shapes)
                Forget(_entries.Values.MinBy(e => e.LastUse)!);
            long[][] inputs = ShapeKeys.Split(key);
            long[][] outputs = [.. Signature.Outputs.Select(o => Signature.OutputShape(o, inputs)).OfType<long[]>()];
            entry = new ShapeEntry(key.ToArray(), inputs, outputs.Length < Signature.Outputs.Length || HasText ? null : outputs);
            _entries[entry.Key] = entry;
        }

        entry.LastUse = ++_uses;
        return entry;
    }

    private void Forget(ShapeEntry entry)
    {
        _entries.Remove(entry.Key);
        Empty(entry);
    }

    private void Empty(ShapeEntry entry)
    {
        while (entry.Idle.TryPop(out Slot? slot))
        {
            _idleBytes -= slot.Bytes;
            slot.Dispose();
        }
    }
}

/// <summary>How much a session keeps for later requests.</summary>
/// <param name="Shapes">Sets of input shapes remembered; the one used longest ago goes first.</param>
/// <param name="IdleBytes">Native memory of waiting slots.</param>
internal sealed record SlotLimits(int Shapes = 64, long IdleBytes = 256L << 20);
