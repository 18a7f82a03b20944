namespace Fulcrum.Device.Following;

/// <summary>
/// Says when the way to the next tier is not worth trying: after it was found gone, or after two requests in a row that were not answered in time. Then probes are due with growing pauses, a quarter of a second up to
/// two; the first that comes back closes it.
/// </summary>
internal sealed class LinkBreaker(TimeProvider time)
{
    private const int LateInARow = 2;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250), LongestPause = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private TimeSpan _pause = FirstPause;
    private long _next;
    private int _late;

    /// <summary>Whether requests stay away.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether a probe should try now.</summary>
    public bool IsProbeDue => IsOpen && time.GetTimestamp() >= _next;

    /// <summary>A request was not answered in time.</summary>
    /// <returns>Whether that opened it.</returns>
    public bool Late()
    {
        lock (_lock)
            return ++_late >= LateInARow && Open();
    }

    /// <summary>The next tier cannot be reached.</summary>
    /// <returns>Whether that opened it.</returns>
    public bool Gone()
    {
        lock (_lock)
            return Open();
    }

    /// <summary>A probe failed.</summary>
    public void ProbeFailed()
    {
        lock (_lock)
        {
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            Schedule();
        }
    }

    /// <summary>A request or probe was answered.</summary>
    /// <returns>Whether that closed it.</returns>
    public bool Answered()
    {
        lock (_lock)
        {
            bool was = IsOpen;
            (IsOpen, _late) = (false, 0);
            return was;
        }
    }

    private bool Open()
    {
        if (IsOpen)
            return false;
        (IsOpen, _pause) = (true, FirstPause);
        Schedule();
        return true;
    }

    private void Schedule() => _next = time.GetTimestamp() + (long)(_pause.TotalSeconds * time.TimestampFrequency);
}
