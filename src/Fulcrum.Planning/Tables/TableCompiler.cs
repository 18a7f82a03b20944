using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tables;

/// <summary>How a table is made.</summary>
public sealed record TableOptions
{
    /// <summary>The regret, as a share of the best cost, from which a point adds a row. Default 1 %.</summary>
    public double Slack { get; init; } = 0.01;

    /// <summary>Random points of a round, between those of the grid. Default 32.</summary>
    public int Probes { get; init; } = 32;

    /// <summary>The most rounds; two in a row that add no row are the last. Default 10.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>Seed of the random points. Default 1.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>A table, and how it was made.</summary>
/// <param name="Table">The table.</param>
/// <param name="GridPlans">The row that is best at each point of the grid; -1 where nothing keeps the constraints.</param>
/// <param name="LargestRegret">The largest regret in the last round, before its rows were added.</param>
/// <param name="Rounds">How many rounds there were.</param>
public sealed record CompiledTable(DecisionTable Table, IReadOnlyList<int> GridPlans, double LargestRegret, int Rounds);

/// <summary>Compiles the full search into a table: the plans that are best at the points of a grid, then those that are missed at random points between, until nothing is.</summary>
public static class TableCompiler
{
    /// <summary>Makes a table.</summary>
    /// <exception cref="InputException">No plan keeps the constraints at any point.</exception>
    public static CompiledTable Compile(
        DecisionSolver solver, Objective objective, Constraints constraints, ConditionGrid grid, TableOptions? options = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new TableOptions();
        IReadOnlyList<Conditions> points = grid.Points(solver.System);
        List<Plan> rows = [];
        Dictionary<string, int> known = [];
        int[] best = new int[points.Count];
        for (int i = 0; i < best.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            best[i] = solver.Solve(objective, constraints, points[i]) is Plan plan ? Row(plan) : -1;
            progress?.Report(new WorkProgress("Planning", i + 1, best.Length));
        }

        if (rows.Count == 0)
            throw ConflictFinder.Find(solver, constraints, points[^1])?.ToException() ?? new InputException("plan-infeasible", "constraints", "No plan keeps the constraints at any point of the grid.", "Loosen a limit, or widen the grid.");
        var random = new Random(options.Seed);
        (double worst, int round, int clean) = (0, 0, 0);
        for (; round < options.Rounds && clean < 2; round++)
        {
            int before = rows.Count;
            worst = 0;
            var table = new DecisionTable([.. rows], objective, constraints, solver.System);
            for (int p = 0; p < options.Probes; p++)
            {
                cancellation.ThrowIfCancellationRequested();
                Conditions point = grid.Random(solver.System, random);
                if (solver.Solve(objective, constraints, point) is not Plan plan)
                    continue;
                double least = objective.Of(plan, point);
                double regret = table.Choose(point) is >= 0 and int row ? (table.Cost(row, point) / least) - 1 : double.PositiveInfinity;
                worst = Math.Max(worst, regret);
                if (regret > options.Slack)
                    Row(plan);
            }

            clean = rows.Count == before ? clean + 1 : 0;
        }

        return new CompiledTable(new DecisionTable(rows, objective, constraints, solver.System), best, worst, round);

        int Row(Plan plan)
        {
            if (known.TryAdd(plan.Name, rows.Count))
                rows.Add(plan);
            return known[plan.Name];
        }
    }
}
