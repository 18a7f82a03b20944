namespace Fulcrum.Device.Following;

/// <summary>The median of the last few figures that are not too old: one outlier does not move it, a change does after half of them.</summary>
/// <param name="size">How many figures at most.</param>
/// <param name="age">From when on a figure does not count any more.</param>
/// <param name="time">The clock.</param>
internal sealed class RecentMedian(int size, TimeSpan age, TimeProvider time)
{
    private readonly Queue<(long At, double Value)> _last = [];

    /// <summary>Whether any figure counts.</summary>
    public bool IsKnown => Fresh().Any();

    /// <summary>When the last figure came.</summary>
    public TimeSpan SinceLast => _last.Count == 0 ? TimeSpan.MaxValue : time.GetElapsedTime(_last.Last().At);

    /// <summary>Takes a figure.</summary>
    public void Add(double value)
    {
        _last.Enqueue((time.GetTimestamp(), value));
        while (_last.Count > size)
            _last.Dequeue();
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _last.Clear();

    /// <summary>The median; of an even number the lower one; <paramref name="otherwise"/> when no figure counts.</summary>
    public double Of(double otherwise)
    {
        double[] fresh = [.. Fresh().Order()];
        return fresh.Length == 0 ? otherwise : fresh[(fresh.Length - 1) / 2];
    }

    private IEnumerable<double> Fresh() => _last.Where(l => time.GetElapsedTime(l.At) <= age).Select(l => l.Value);
}
