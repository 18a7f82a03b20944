using System.Collections.Concurrent;

namespace Fulcrum.Server.Phases;

/// <summary>The latest answered requests and where their time went, in a ring that is made once: recording takes a short lock and no memory.</summary>
/// <param name="time">The clock of the time stamps.</param>
internal sealed class PhaseLog(TimeProvider time)
{
    /// <summary>How many requests are kept.</summary>
    public const int Kept = 1 << 14;

    private const int MostSubjects = 256;
    private const string Others = "others";
    private readonly (int Subject, RequestPhases Phases)[] _ring = new (int, RequestPhases)[Kept];
    private readonly ConcurrentDictionary<string, int> _numbers = new();
    private readonly List<(string Name, long Recorded)> _subjects = [];
    private readonly Lock _gate = new();
    private long _recorded;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Notes an answered request.</summary>
    /// <param name="subject">The model or plan that answered.</param>
    /// <param name="phases">Where its time went.</param>
    public void Record(string subject, in RequestPhases phases)
    {
        PhaseSpans.Write(phases, time);
        if (!_numbers.TryGetValue(subject, out int number))
            number = Number(subject);
        lock (_gate)
        {
            (string name, long recorded) = _subjects[number];
            _subjects[number] = (name, recorded + 1);
            _ring[_recorded++ % Kept] = (number, phases);
        }
    }

    /// <summary>The requests answered within so many seconds, newest first, as far as they are kept.</summary>
    public PhaseWindow Read(int seconds)
    {
        long now = time.GetTimestamp();
        DateTimeOffset clock = time.GetUtcNow();
        long oldest = now - (seconds * time.TimestampFrequency);
        List<(int, RequestPhases)> requests = [];
        lock (_gate)
        {
            for (long i = _recorded - 1; i >= Math.Max(0, _recorded - Kept); i--)
            {
                ref readonly (int Subject, RequestPhases Phases) entry = ref _ring[i % Kept];
                if (entry.Phases.Sent < oldest)
                    break;
                requests.Add(entry);
            }

            return new PhaseWindow(clock, now, _recorded, [.. _subjects], requests);
        }
    }

    private int Number(string subject)
    {
        lock (_gate)
        {
            if (_numbers.TryGetValue(subject, out int number))
                return number;
            if (_subjects.Count >= MostSubjects && subject != Others)
                return _numbers.GetOrAdd(Others, _ => MostSubjects - 1);
            _subjects.Add((_subjects.Count == MostSubjects - 1 ? Others : subject, 0));
            return _numbers[subject] = _subjects.Count - 1;
        }
    }
}

/// <summary>What the log holds of a period.</summary>
/// <param name="Clock">When it was read.</param>
/// <param name="Now">The same as a time stamp.</param>
/// <param name="Recorded">Requests since the start, kept or not.</param>
/// <param name="Subjects">Models and plans with their requests since the start.</param>
/// <param name="Requests">The requests, each with the position of its subject, newest first.</param>
internal sealed record PhaseWindow(DateTimeOffset Clock, long Now, long Recorded, IReadOnlyList<(string Name, long Recorded)> Subjects, IReadOnlyList<(int Subject, RequestPhases Phases)> Requests);
