namespace Fulcrum.Protocol.Tables;

/// <summary>Follows changing conditions without swinging to and fro: a new plan must be better by a margin for a while, unless the old one breaks a limit.</summary>
/// <param name="table">The plans.</param>
/// <param name="margin">How much cheaper a new plan must be, as a share of the old one's cost: 0.1 is 10 %.</param>
/// <param name="observations">For how many observations in a row.</param>
public sealed class PlanKeeper(CostTable table, double margin, int observations)
{
    private int _better;

    /// <summary>The row in use; -1 before the first observation.</summary>
    public int Current { get; private set; } = -1;

    /// <summary>How often the plan was changed.</summary>
    public int Switches { get; private set; }

    /// <summary>Takes note of the conditions. Allocates nothing.</summary>
    /// <param name="features">As <see cref="FeatureLayout"/> has them.</param>
    /// <param name="barred">Rows that may not be used now, by number; empty: none.</param>
    public KeeperStep Observe(ReadOnlySpan<double> features, ReadOnlySpan<bool> barred = default)
    {
        int best = table.Choose(features, barred);
        if (best < 0)
            return KeeperStep.Stuck;
        if (Current < 0)
            return Take(best, KeeperStep.Started);
        if (!table.Allows(Current, features, barred))
            return Take(best, KeeperStep.Forced);
        if (best == Current || table.Cost(best, features) >= table.Cost(Current, features) * (1 - margin))
        {
            _better = 0;
            return KeeperStep.Kept;
        }

        return ++_better < observations ? KeeperStep.Waiting : Take(best, KeeperStep.Switched);
    }

    /// <summary>The next observation that finds a plan better by the margin takes it at once: after a break nothing before it counts.</summary>
    public void Hurry() => _better = observations;

    private KeeperStep Take(int row, KeeperStep step)
    {
        Switches += step == KeeperStep.Started ? 0 : 1;
        (Current, _better) = (row, 0);
        return step;
    }
}
