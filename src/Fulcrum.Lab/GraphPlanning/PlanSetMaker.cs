using System.Globalization;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tables;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Compiles a table, executes its rows on data, leaves out those that lose too much, seeks again under a smaller budget, drops what nothing chooses any more, and sees to it that one row needs no link.</summary>
/// <param name="solver">Decides.</param>
/// <param name="options">What is asked; its grid is there.</param>
/// <param name="execute">What a plan loses.</param>
/// <param name="progress">Told of the work.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class PlanSetMaker(DecisionSolver solver, GraphPlanOptions options, Func<Plan, ExecutedLoss> execute, IProgress<WorkProgress>? progress, CancellationToken cancellation)
{
    private const int RandomPoints = 100, RegretPoints = 200, MostPasses = 4;
    private readonly Dictionary<string, ExecutedLoss> _losses = [];
    private readonly List<string> _remarks = [];
    private readonly ConditionGrid _grid = options.Grid!;
    private readonly double _most = options.Constraints.Of(Metric.Drop);
    private double _asked = options.Constraints.Of(Metric.Drop);

    /// <summary>Makes it.</summary>
    /// <exception cref="InputException">No plan keeps the constraints at any point.</exception>
    /// <exception cref="BudgetException">Every row lost too much when it was executed.</exception>
    public PlanSetOutcome Make()
    {
        Conditions[] points = [.. _grid.Points(solver.System), .. Random(2, RandomPoints)];
        List<Plan> rows = [];
        int compiled = 0;
        for (int pass = 0; ; pass++)
        {
            CompiledTable table = Compile();
            compiled = Math.Max(compiled, table.Table.Plans.Count);
            if (Keep(table.Table.Plans, rows, pass == MostPasses) is not double asked)
                break;
            _asked = asked;
        }

        Plan? local = AddLocal(points, rows);
        if (rows.Count == 0)
            throw new BudgetException(Say($"Each of the {compiled} plans of the table loses more than {_most:0.00} points when it is executed, and none with more bits keeps the constraints."));
        DecisionTable all = Table(rows);
        HashSet<int> used = [.. points.Select(all.Choose)];
        Plan[] left = [.. rows.Where((r, i) => used.Contains(i) || r == local)];
        if (left.Length < rows.Count)
            _remarks.Add(Say($"{rows.Count - left.Length} rows are dropped: no condition of the grid chooses them any more."));
        DecisionTable made = Table(left);
        return new PlanSetOutcome(made, [.. left.Select(Loss)], compiled, _remarks, Regret(made));
    }

    private Constraints Within => double.IsFinite(_asked) ? options.Constraints.Within(Metric.Drop, _asked) : options.Constraints;

    private CompiledTable Compile() => TableCompiler.Compile(solver, options.Objective, Within, _grid, new TableOptions { Probes = 16 }, progress, cancellation);

    /// <summary>Executes plans and adds those that keep the budget.</summary>
    /// <returns>The smaller budget under which the table is sought again, because one lost too much; null when none did, or no further pass is wanted or possible.</returns>
    private double? Keep(IReadOnlyList<Plan> plans, List<Plan> rows, bool isLast)
    {
        double asked = _asked;
        foreach (Plan plan in plans)
        {
            progress?.Report(new WorkProgress("Executing the table", rows.Count, plans.Count));
            cancellation.ThrowIfCancellationRequested();
            ExecutedLoss loss = Loss(plan);
            if (loss.Drop.Points <= _most)
            {
                if (rows.All(r => r.Name != plan.Name))
                    rows.Add(plan);
                continue;
            }

            asked = Math.Min(asked, Math.Min(_asked, loss.PredictedPoints) * Math.Clamp(_most / loss.Drop.Points, 0.3, 0.8));
            _remarks.Add(Say($"'{plan.Name}' is left out: it loses {loss.Drop.Points:0.00} points when it is executed, {_most:0.00} are tolerated."));
        }

        if (isLast || asked >= _asked)
            return null;
        _remarks.Add(Say($"The table is sought again under {asked:0.00} predicted points."));
        return asked;
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
        if (loss.Drop.Points > _most)
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
            if (solver.Solve(options.Objective, Within, point) is not { } best)
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
