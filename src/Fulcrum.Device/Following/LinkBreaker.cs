namespace Fulcrum.Device.Following;

/// <summary>
/// Says when the way to the next tier is not worth trying: after it was found gone, or after two requests in a row that were not answered in time. Then probes are due with growing pauses, a quarter of a second up to
/// one; the first that comes back closes it. Every change is told, whoever found it.
/// </summary>
/// <param name="next">The next tier's name.</param>
/// <param name="note">Told of every change in words.</param>
/// <param name="time">The clock.</param>
internal sealed class LinkBreaker(string next, Action<string> note, TimeProvider time)
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
            return ++_late >= LateInARow && Open("it did not answer in time");
    }

    /// <summary>The next tier cannot be reached.</summary>
    /// <param name="why">What failed.</param>
    /// <returns>Whether that opened it.</returns>
    public bool Gone(string why)
    {
        lock (_lock)
            return Open(why);
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
            if (!Close())
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
            (_late, _pause) = (0, FirstPause);
            return Close();
        }
    }

    private bool Open(string why)
    {
        if (IsOpen)
            return false;
        IsOpen = true;
        Schedule();
        note($"the way to '{next}' is given up: {why}; answering without it");
        return true;
    }

    private bool Close()
    {
        if (!IsOpen)
            return false;
        IsOpen = false;
        note($"'{next}' answers again");
        return true;
    }

    private void Longer() => _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;

    private void Schedule() => _next = time.GetTimestamp() + (long)(_pause.TotalSeconds * time.TimestampFrequency);
}
