using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Deciding;

/// <summary>Says which constraints contradict each other, and what is nearest to them.</summary>
public static class ConflictFinder
{
    /// <summary>The name of the constraint that the input stays.</summary>
    public const string RawInput = "raw input stays";

    /// <summary>The name of the constraint that segments fit into the memory of their tiers.</summary>
    public const string TierMemory = "memory of the tiers";

    /// <summary>A minimal conflicting set, by leaving out one constraint after the other; null when a plan keeps all.</summary>
    public static Conflict? Find(DecisionSolver solver, Constraints constraints, Conditions conditions)
    {
        solver.Prepare(Objective.Least(Metric.Latency), constraints, conditions);
        if (IsFeasible(solver, constraints, conditions))
            return null;
        Constraints minimal = constraints;
        foreach (Func<Constraints, Constraints> without in Items(constraints).Select(i => i.Without))
        {
            Constraints fewer = without(minimal);
            if (!IsFeasible(solver, fewer, conditions))
                minimal = fewer;
        }

        List<Relaxation> nearest = [];
        foreach ((string name, Limit? limit, Func<Constraints, Constraints> without) in Items(minimal))
        {
            Objective objective = Objective.Least(limit?.Metric ?? Metric.Latency);
            if (solver.Solve(objective, without(constraints), conditions) is Plan plan)
                nearest.Add(new Relaxation(name, limit?.Metric, limit is null ? 0 : plan.Of(limit.Metric, conditions), plan));
        }

        return new Conflict([.. Items(minimal).Select(i => i.Name)], nearest);
    }

    /// <summary>A limit in words.</summary>
    public static string Name(Limit limit) => $"{Metrics.Name(limit.Metric)} at most {Metrics.Text(limit.Metric, limit.Most)}";

    private static IEnumerable<(string Name, Limit? Limit, Func<Constraints, Constraints> Without)> Items(Constraints constraints) =>
    [
        .. constraints.Limits.Select(l => (Name(l), (Limit?)l, (Func<Constraints, Constraints>)(c => c with { Limits = [.. c.Limits.Where(o => !ReferenceEquals(o, l))] }))),
        .. constraints.RawInputStays ? [(RawInput, null, c => c with { RawInputStays = false })] : Array.Empty<(string, Limit?, Func<Constraints, Constraints>)>(),
        .. constraints.TierMemory ? [(TierMemory, null, c => c with { TierMemory = false })] : Array.Empty<(string, Limit?, Func<Constraints, Constraints>)>(),
    ];

    private static bool IsFeasible(DecisionSolver solver, Constraints constraints, Conditions conditions) => solver.Solve(Objective.Least(Metric.Latency), constraints, conditions) is not null;
}
