namespace Fulcrum.Server.Metrics;

/// <summary>Answers by status and refusals by code since the start, and the rate of the last minute.</summary>
internal sealed class RequestTally(TimeProvider time)
{
    /// <summary>Seconds that the rate is over.</summary>
    public const int Period = 60;

    private const int Statuses = 600, MostCodes = 128;
    private readonly long[] _statuses = new long[Statuses];
    private readonly long[] _requests = new long[Period + 1], _seconds = new long[Period + 1];
    private readonly Dictionary<string, long> _codes = [];
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _gate = new();

    /// <summary>Time since it was made.</summary>
    public TimeSpan Uptime => time.GetElapsedTime(_started);

    /// <summary>Counts an answer.</summary>
    public void Answered(int status)
    {
        long second = (long)Uptime.TotalSeconds;
        int slot = (int)(second % _requests.Length);
        lock (_gate)
        {
            _statuses[Math.Clamp(status, 0, Statuses - 1)]++;
            if (_seconds[slot] != second)
                (_seconds[slot], _requests[slot]) = (second, 0);
            _requests[slot]++;
        }
    }

    /// <summary>Counts a refusal or failure by the code of its first problem.</summary>
    public void Refused(string code)
    {
        lock (_gate)
        {
            string name = _codes.Count < MostCodes || _codes.ContainsKey(code) ? code : "others";
            _codes[name] = _codes.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>Answers by status, refusals by code, and answers per second over the last minute, or since the start where that is less.</summary>
    public (IReadOnlyList<(int Status, long Requests)> Statuses, IReadOnlyList<(string Code, long Requests)> Codes, double PerSecond) Read()
    {
        double uptime = Uptime.TotalSeconds;
        long second = (long)uptime;
        lock (_gate)
        {
            long recent = Enumerable.Range(0, _requests.Length).Where(i => _seconds[i] > second - Period && _seconds[i] < second + 1).Sum(i => _requests[i]);
            return ([.. _statuses.Index().Where(s => s.Item > 0)], [.. _codes.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value))], recent / Math.Clamp(uptime, 1, Period));
        }
    }
}

/// <summary>Marks routes whose requests are not counted by <see cref="RequestTally"/>: those who look do not change what they see.</summary>
internal sealed class Untallied
{
    public static Untallied Mark { get; } = new();
}
