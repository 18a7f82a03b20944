namespace Fulcrum.Server.Counts;

/// <summary>How often something happened and how long it took in all; added to from many threads without a lock.</summary>
internal sealed class DurationCount
{
    private long _count, _nanoseconds;

    public long Count => Interlocked.Read(ref _count);

    public long Nanoseconds => Interlocked.Read(ref _nanoseconds);

    public void Add(TimeSpan duration, long count = 1)
    {
        Interlocked.Add(ref _count, count);
        Interlocked.Add(ref _nanoseconds, (long)duration.TotalNanoseconds);
    }
}
