namespace Fulcrum.Server.Running;

/// <summary>What is known and kept for one set of input shapes.</summary>
internal sealed class ShapeEntry(long[] key, long[][] inputs, long[][]? outputs)
{
    public long[] Key { get; } = key;

    public long[][] Inputs { get; } = inputs;

    /// <summary>The outputs' shapes; null until a run has shown them, and for ever when they vary from run to run.</summary>
    public long[][]? Outputs { get; set; } = outputs;

    /// <summary>Whether a run has disproved that equal inputs' shapes give equal outputs' shapes.</summary>
    public bool Varies { get; set; }

    /// <summary>Slots waiting for a request of these shapes.</summary>
    public Stack<Slot> Idle { get; } = new();

    /// <summary>When it was last asked for, on the session's own count.</summary>
    public long LastUse { get; set; }

    /// <summary>The first dimension when all inputs and these outputs share it; 0 otherwise.</summary>
    public int SharedBatch(long[][] outputs)
    {
        long batch = Inputs is [[long first, ..], ..] && first <= int.MaxValue ? first : 0;
        return Inputs.Concat(outputs).All(s => s.Length > 0 && s[0] == batch) ? (int)batch : 0;
    }
}
