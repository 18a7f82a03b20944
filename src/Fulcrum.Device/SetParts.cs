using System.Collections.Concurrent;
using Fulcrum.Device.Following;
using Fulcrum.Graphs.Execution;
using Fulcrum.Protocol.Sets;
using Fulcrum.Stages;

namespace Fulcrum.Device;

/// <summary>What all requests of a set share.</summary>
internal sealed record SetParts(
    PlanSet Set, IModelRunner Runner, StageShelf Shelf, PlanFollower Follower, LinkBreaker Breaker, StageHop? Hop, LinkWatch? Watch, FollowOptions Options, TimeProvider Time)
{
    private readonly ConcurrentDictionary<int, bool> _unusable = new();
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long the next tier may take: with a deadline until a local answer is just possible; where that is not possible at all, to the deadline.</summary>
    public TimeSpan Patience(int row, int local, TimeSpan spent)
    {
        if (Options.Deadline is not TimeSpan deadline)
            return TimeSpan.FromSeconds(Math.Clamp(10 * Follower.Predict(row), LeastPatience.TotalSeconds, 300));
        TimeSpan left = deadline - spent, own = left - (local >= 0 ? Needs(local) : TimeSpan.Zero);
        return own > TimeSpan.Zero ? own : left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    /// <summary>Whether an exit that was reached is the better answer than a late one.</summary>
    public bool IsTooLate(int local, TimeSpan spent, StageSlot slot) => Options.Deadline is TimeSpan deadline && spent + Needs(local) > deadline && slot.HasExit;

    /// <summary>A request failed: says so to whoever has to know.</summary>
    public void Failed(StageRun run, Exception failure)
    {
        bool isGone = failure is not OperationCanceledException;
        if (!isGone)
            Follower.ObserveLost(run.BytesUp, run.WaitedSeconds);
        if (!Follower.HasLocal || !(isGone ? Breaker.Gone(failure.Message) : Breaker.Late()))
            return;
        Follower.Forget();
        if (!isGone)
            Follower.ObserveLost(run.BytesUp, run.WaitedSeconds);
    }

    /// <summary>A row could not be loaded; said once.</summary>
    public void Unusable(int row, Exception failure)
    {
        if (_unusable.TryAdd(row, true))
            Options.Note($"'{Set.Table.Rows[row].Name}' cannot be loaded any more: {failure.Message}; answering without it");
    }

    private TimeSpan Needs(int local) => TimeSpan.FromSeconds(Follower.Reserved(local));
}
