using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Tables;

/// <summary>Why a keeper keeps or changes its plan.</summary>
public enum KeeperStep
{
    /// <summary>The first plan.</summary>
    Started,

    /// <summary>Nothing is enough better.</summary>
    Kept,

    /// <summary>Another plan is better, not yet for long enough.</summary>
    Waiting,

    /// <summary>Another plan was better for long enough.</summary>
    Switched,

    /// <summary>The old plan broke a limit.</summary>
    Forced,

    /// <summary>No plan keeps the limits; the old one stays.</summary>
    Stuck,
}

/// <summary>Follows changing conditions without swinging to and fro: a new plan must be better by a margin for a while, unless the old one breaks a limit.</summary>
/// <param name="table">The plans.</param>
/// <param name="margin">How much cheaper a new plan must be, as a share of the old one's cost: 0.1 is 10 %.</param>
/// <param name="observations">For how many observations in a row.</param>
public sealed class PlanKeeper(DecisionTable table, double margin, int observations)
{
    private int _better;

    /// <summary>The row in use; -1 before the first observation.</summary>
    public int Current { get; private set; } = -1;

    /// <summary>The plan in use; null before the first observation.</summary>
    public Plan? Plan => Current < 0 ? null : table.Plans[Current];

    /// <summary>How often the plan was changed.</summary>
    public int Switches { get; private set; }

    /// <summary>Takes note of the conditions. Allocates nothing.</summary>
    public KeeperStep Observe(Conditions conditions)
    {
        int best = table.Choose(conditions);
        if (best < 0)
            return KeeperStep.Stuck;
        if (Current < 0)
            return Take(best, KeeperStep.Started);
        if (!table.Allows(Current, conditions))
            return Take(best, KeeperStep.Forced);
        if (best == Current || table.Cost(best, conditions) >= table.Cost(Current, conditions) * (1 - margin))
        {
            _better = 0;
            return KeeperStep.Kept;
        }

        return ++_better < observations ? KeeperStep.Waiting : Take(best, KeeperStep.Switched);
    }

    private KeeperStep Take(int row, KeeperStep step)
    {
        Switches += step == KeeperStep.Started ? 0 : 1;
        (Current, _better) = (row, 0);
        return step;
    }
}
