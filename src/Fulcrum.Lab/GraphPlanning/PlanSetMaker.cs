using System.Globalization;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tables;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Compiles a table, executes its rows on data, repairs or drops those that lose too much and those that nothing chooses any more, and sees to it that one needs no link.</summary>
/// <param name="solver">Decides.</param>
/// <param name="options">What is asked; its grid is there.</param>
/// <param name="execute">What a plan loses.</param>
/// <param name="progress">Told of the work.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class PlanSetMaker(DecisionSolver solver, GraphPlanOptions options, Func<Plan, ExecutedLoss> execute, IProgress<WorkProgress>? progress, CancellationToken cancellation)
{
    private const int RandomPoints = 100, RegretPoints = 200;
    private readonly Dictionary<string, ExecutedLoss> _losses = [];
    private readonly List<string> _remarks = [];
    private readonly ConditionGrid _grid = options.Grid!;
    private readonly double _most = options.Constraints.Of(Metric.Drop);

    /// <summary>Makes it.</summary>
    /// <exception cref="InputException">No plan keeps the constraints at any point.</exception>
    /// <exception cref="BudgetException">Every row lost too much when it was executed.</exception>
    public PlanSetOutcome Make()
    {
        CompiledTable compiled = TableCompiler.Compile(solver, options.Objective, options.Constraints, _grid, new TableOptions { Probes = 16 }, progress, cancellation);
        Conditions[] points = [.. _grid.Points(solver.System), .. Random(2, RandomPoints)];
        int[] chosen = [.. points.Select(compiled.Table.Choose)];
        List<Plan> rows = [];
        for (int r = 0; r < compiled.Table.Plans.Count; r++)
        {
            progress?.Report(new WorkProgress("Executing the table", r, compiled.Table.Plans.Count));
            Keep(compiled.Table.Plans[r], points[Math.Max(0, Array.IndexOf(chosen, r))], rows);
        }

        Plan? local = AddLocal(points, rows);
        if (rows.Count == 0)
            throw new BudgetException(Say($"Each of the {compiled.Table.Plans.Count} plans of the table loses more than {_most:0.00} points when it is executed, and none with more bits keeps the constraints."));
        DecisionTable all = Table(rows);
        HashSet<int> used = [.. points.Select(all.Choose)];
        Plan[] left = [.. rows.Where((r, i) => used.Contains(i) || r == local)];
        if (left.Length < rows.Count)
            _remarks.Add(Say($"{rows.Count - left.Length} rows are dropped: no condition of the grid chooses them any more."));
        DecisionTable table = Table(left);
        return new PlanSetOutcome(table, [.. left.Select(Loss)], compiled.Table.Plans.Count, _remarks, Regret(table));
    }

    /// <summary>Adds a row, or the best one with more bits that keeps the budget where the row is the best.</summary>
    private void Keep(Plan plan, Conditions point, List<Plan> rows)
    {
        RepairedPlan repaired = RepairedPlan.Run(_most, asked => asked >= _most ? plan : solver.Solve(options.Objective, options.Constraints.Within(Metric.Drop, asked), point), Loss)!;
        bool isKept = repaired.IsKept || repaired.Loss.Drop.Interval.Low <= _most;
        if (repaired.Repairs > 0 || !isKept)
            _remarks.Add(Say($"'{plan.Name}' loses {Loss(plan).Drop.Points:0.00} points, {_most:0.00} are tolerated: {(isKept ? $"'{repaired.Plan.Name}' takes its place" : "it is dropped")}."));
        if (isKept && rows.All(r => r.Name != repaired.Plan.Name))
            rows.Add(repaired.Plan);
    }

    /// <summary>The row for when there is no link: the best on the device alone, where any is allowed.</summary>
    private Plan? AddLocal(Conditions[] points, List<Plan> rows)
    {
        if (rows.FirstOrDefault(r => r.Links.Count == 0) is { } there)
            return there;
        if (points.Select(p => solver.SolveAlone(options.Objective, options.Constraints, p)).FirstOrDefault(p => p is not null) is not { } plan)
        {
            _remarks.Add($"No plan runs on {solver.System.Tiers[0].Name} alone and keeps the limits: without a link there is no answer.");
            return null;
        }

        ExecutedLoss loss = Loss(plan);
        if (loss.Drop.Points > _most && loss.Drop.Interval.Low > _most)
        {
            _remarks.Add(Say($"'{plan.Name}' would need no link, but loses {loss.Drop.Points:0.00} points: without a link there is no answer."));
            return null;
        }

        rows.Add(plan);
        _remarks.Add($"'{plan.Name}' is added: it needs no link.");
        return plan;
    }

    private TableRegret Regret(DecisionTable table)
    {
        List<double> regrets = [];
        int missed = 0;
        foreach (Conditions point in Random(3, RegretPoints))
        {
            cancellation.ThrowIfCancellationRequested();
            if (solver.Solve(options.Objective, options.Constraints, point) is not { } best)
                continue;
            if (table.Choose(point) is >= 0 and int row)
                regrets.Add(Math.Max(0, (table.Cost(row, point) / options.Objective.Of(best, point)) - 1));
            else
                missed++;
        }

        double[] sorted = [.. regrets.Order()];
        return sorted.Length == 0 ? new TableRegret(missed, missed, 0, 0, 0) : new TableRegret(sorted.Length + missed, missed, sorted.Average(), sorted[(int)(0.95 * (sorted.Length - 1))], sorted[^1]);
    }

    private IEnumerable<Conditions> Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => _grid.Random(solver.System, random))];
    }

    private DecisionTable Table(IReadOnlyList<Plan> rows) => new(rows, options.Objective, options.Constraints, solver.System);

    /// <summary>Plans that code the same lose the same, wherever they run.</summary>
    private ExecutedLoss Loss(Plan plan)
    {
        bool packs = plan.Pattern != TensorCoding.Plain;
        IEnumerable<string> lossy = plan.Links.SelectMany(l => l.Cut.Tensors.Zip(l.Codings)).Where(c => c.Second.Grid is not null).Select(c => $"{c.First.Name} {c.Second.Name}").Distinct();
        string key = $"{plan.Variant}|{(packs ? plan.Name : "")}|{string.Join('|', lossy)}";
        return _losses.TryGetValue(key, out ExecutedLoss? known) ? known : _losses[key] = execute(plan);
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
