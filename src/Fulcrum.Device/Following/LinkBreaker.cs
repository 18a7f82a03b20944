namespace Fulcrum.Device.Following;

/// <summary>
/// Says when the way to the next tier is not worth trying: after it was found gone, or after two requests in a row that were not answered in time. Then probes are due with growing pauses, a quarter of a second up to
/// one; the first that comes back closes it.
/// </summary>
internal sealed class LinkBreaker(TimeProvider time)
{
    private const int LateInARow = 2;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250), LongestPause = TimeSpan.FromSeconds(1);
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
            Longer();
            Schedule();
        }
    }

    /// <summary>A probe was answered: requests are tried again, but the first that is late opens it again, and the pauses go on growing.</summary>
    /// <returns>Whether that closed it.</returns>
    public bool ProbeAnswered()
    {
        lock (_lock)
        {
            bool was = IsOpen;
            IsOpen = false;
            if (!was)
                return false;
            _late = LateInARow - 1;
            Longer();
            return true;
        }
    }

    /// <summary>A request was answered.</summary>
    /// <returns>Whether that closed it.</returns>
    public bool Answered()
    {
        lock (_lock)
        {
            bool was = IsOpen;
            (IsOpen, _late, _pause) = (false, 0, FirstPause);
            return was;
        }
    }

    private bool Open()
    {
        if (IsOpen)
            return false;
        IsOpen = true;
        Schedule();
        return true;
    }

    private void Longer() => _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;

    private void Schedule() => _next = time.GetTimestamp() + (long)(_pause.TotalSeconds * time.TimestampFrequency);
}
