using Fulcrum.Graphs.Execution;

namespace Fulcrum.Device;

/// <summary>What all requests of a plan that may be replaced share.</summary>
internal sealed class UpgradeState(IDeployment first, IModelRunner runner, long started, TimeProvider time)
{
    private readonly Lock _lock = new();
    private PlanGeneration _current = new(first);
    private UpgradeTimes _times = new(null, null, 0);
    private long _requests;

    public IModelRunner Runner => runner;

    public PlanGeneration Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    public UpgradeTimes Times
    {
        get
        {
            lock (_lock)
                return _times;
        }
    }

    /// <summary>A request begins: what it runs on.</summary>
    public PlanGeneration Begin()
    {
        lock (_lock)
        {
            _requests++;
            return _current;
        }
    }

    /// <summary>A request was answered.</summary>
    public void Answered()
    {
        lock (_lock)
            _times = _times with { FirstAnswer = _times.FirstAnswer ?? time.GetElapsedTime(started) };
    }

    public void Switch(IDeployment next)
    {
        PlanGeneration before;
        lock (_lock)
        {
            (before, _current) = (_current, new PlanGeneration(next));
            _times = _times with { Switched = time.GetElapsedTime(started), RequestsBefore = _requests };
        }

        before.Retire();
    }
}

/// <summary>When what happened.</summary>
/// <param name="FirstAnswer">From the start to the first answer; null: none yet.</param>
/// <param name="Switched">From the start to the moment from which requests run on the finer weights; null: not yet.</param>
/// <param name="RequestsBefore">Requests begun before that, warm-up included.</param>
public sealed record UpgradeTimes(TimeSpan? FirstAnswer, TimeSpan? Switched, long RequestsBefore);

/// <summary>A loaded plan with those who use it; freed when it is replaced and nobody does.</summary>
internal sealed class PlanGeneration(IDeployment root)
{
    private readonly Lock _lock = new();
    private int _users;
    private bool _isRetired;

    public IDeployment Take()
    {
        lock (_lock)
        {
            _users++;
            return root.Another();
        }
    }

    public void Return(IDeployment lane)
    {
        lock (_lock)
        {
            lane.Dispose();
            _users--;
            Free();
        }
    }

    public void Retire()
    {
        lock (_lock)
        {
            _isRetired = true;
            Free();
        }
    }

    private void Free()
    {
        if (_isRetired && _users == 0)
            root.Dispose();
    }
}
