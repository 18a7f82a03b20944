using Fulcrum.Planning.Baselines;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Planning.Benchmarks.Grid;

/// <summary>Decides at every point of the grid, with every policy, and looks through all plans.</summary>
internal static class GridSolver
{
    public static readonly double[] Rates = [1e6, 5e6, 2e7, 5e7, 1e8, 2e8];
    public static readonly int[] Slowdowns = [4, 32, 256];

    public static IReadOnlyList<GridPoint> Solve(GridModel model, bool inputStays)
    {
        var constraints = new Constraints { Limits = [new Limit(Metric.Drop, 1)], RawInputStays = inputStays };
        Objective objective = Objective.Least(Metric.Latency);
        Conditions[] grid = [.. Points(model.Space.System)];
        var solver = new DecisionSolver(model.Space);
        Plan[] ours = [.. grid.Select(c => solver.Solve(objective, constraints, c) ?? throw new InvalidOperationException($"{model.Name}: no plan"))];
        IReadOnlyList<IPolicy> policies = Policies.All(model.Space.System, objective, grid);
        Dictionary<string, Plan?>[] others = [.. grid.Select(c => policies.ToDictionary(p => p.Name, p => p.Choose(model.Space, constraints, c) is Plan plan && constraints.Allow(plan, c, model.Space.System) ? plan : null))];
        double[] least = [.. grid.Select(_ => double.PositiveInfinity)];
        foreach (Plan plan in Exhaustive.Plans(model.Space))
        {
            for (int i = 0; i < grid.Length; i++)
            {
                if (plan.Of(Metric.Latency, grid[i]) < least[i] && constraints.Allow(plan, grid[i], model.Space.System))
                    least[i] = plan.Of(Metric.Latency, grid[i]);
            }
        }

        return [.. grid.Select((c, i) => new GridPoint(model, inputStays, c, ours[i], others[i], least[i]))];
    }

    private static IEnumerable<Conditions> Points(TierSystem system) =>
        from first in Rates from second in Rates from slowdown in Slowdowns
        select Conditions.Of(system) with { UpBitsPerSecond = [first, second], DownBitsPerSecond = [first, second], Slowdown = [slowdown, 2, 1] };
}
