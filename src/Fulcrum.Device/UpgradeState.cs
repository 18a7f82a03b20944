using Fulcrum.Graphs.Execution;
using Fulcrum.Stages;

namespace Fulcrum.Device;

/// <summary>What all requests of a plan that may be replaced share.</summary>
internal sealed class UpgradeState(IDeployment first, IModelRunner runner, long started, TimeProvider time)
{
    private readonly Lock _lock = new();
    private LeasedPlan _current = new(first);
    private UpgradeTimes _times = new(null, null, 0);
    private long _requests;
    private bool _isClosed;

    public IModelRunner Runner => runner;

    public UpgradeTimes Times
    {
        get
        {
            lock (_lock)
                return _times;
        }
    }

    /// <summary>A request begins.</summary>
    /// <param name="lane">What its predecessor ran on; null: there was none.</param>
    /// <returns>What it runs on: the same while there is nothing newer.</returns>
    public PlanLane Begin(PlanLane? lane)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _requests += lane is null ? 0 : 1;
            if (lane?.Plan == _current)
                return lane;
            lane?.Dispose();
            return _current.Take();
        }
    }

    /// <summary>A request was answered.</summary>
    public void Answered()
    {
        lock (_lock)
            _times = _times with { FirstAnswer = _times.FirstAnswer ?? time.GetElapsedTime(started) };
    }

    /// <summary>Requests that begin from now on run on another plan.</summary>
    public void Switch(IDeployment next)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                next.Dispose();
                return;
            }

            _current.Leases.Release();
            (_current, _times) = (new LeasedPlan(next), _times with { Switched = time.GetElapsedTime(started), RequestsBefore = _requests });
        }
    }

    /// <summary>No request begins any more; those under way end.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _current.Leases.Release();
        }
    }
}

/// <summary>When what happened.</summary>
/// <param name="FirstAnswer">From the start to the first answer; null: none yet.</param>
/// <param name="Switched">From the start to the moment from which requests run on the finer weights; null: not yet.</param>
/// <param name="RequestsBefore">Requests begun before that, warm-up included.</param>
public sealed record UpgradeTimes(TimeSpan? FirstAnswer, TimeSpan? Switched, long RequestsBefore);

/// <summary>A loaded plan; freed when it is replaced and nobody uses it.</summary>
internal sealed class LeasedPlan(IDeployment root)
{
    public LeaseCount Leases { get; } = new(root.Dispose);

    /// <summary>For one request at a time; to be taken before the plan is replaced.</summary>
    public PlanLane Take() => Leases.TryTake() ? new PlanLane(this, root.Another()) : throw new ObjectDisposedException(nameof(LeasedPlan));
}

/// <summary>What one request at a time runs on.</summary>
internal sealed record PlanLane(LeasedPlan Plan, IDeployment Deployment) : IDisposable
{
    public void Dispose()
    {
        Deployment.Dispose();
        Plan.Leases.Release();
    }
}
