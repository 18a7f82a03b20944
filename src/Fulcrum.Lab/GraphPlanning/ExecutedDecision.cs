using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Problems;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>The best plan that keeps the budget when it is executed.</summary>
/// <param name="Repaired">The plan, and what it lost.</param>
/// <param name="Solver">What it was decided over: the variants that were not left out.</param>
public sealed record ExecutedDecision(RepairedPlan Repaired, DecisionSolver Solver)
{
    /// <summary>Decides and executes, under smaller budgets while too much is lost. A variant whose plan is the best again after it lost too much is left out, for no smaller budget leads away from it.</summary>
    /// <param name="solver">All variants.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="conditions">The conditions.</param>
    /// <param name="execute">What a plan loses.</param>
    /// <exception cref="BudgetException">Every plan that is predicted to keep the budget lost more by the lower end of its interval.</exception>
    public static ExecutedDecision Find(DecisionSolver solver, GraphPlanOptions options, Conditions conditions, Func<Plan, ExecutedLoss> execute)
    {
        double most = options.Constraints.Of(Metric.Drop);
        DecisionSolver open = solver;
        HashSet<string> tried = [];
        RepairedPlan? last = RepairedPlan.Run(most, Next, execute);
        if (last is { } kept && (kept.IsKept || kept.Loss.Drop.Interval.Low <= most))
            return new ExecutedDecision(kept, open.Spaces.Any(s => s.Variant.Name == kept.Plan.Variant) ? open : solver);
        ExecutedLoss? loss = last?.Loss;
        throw new BudgetException(FormattableString.Invariant($"{last?.Plan}: loses {loss?.Drop.Points:0.00} points when executed on {loss?.Drop.Count} samples of {loss?.Split} (95 %: {loss?.Drop.Interval.Low:0.00} to {loss?.Drop.Interval.High:0.00}), {most:0.00} are tolerated, and no plan with more bits keeps the constraints."));

        Plan? Next(double asked)
        {
            Plan? Best() => open.Solve(options.Objective, options.Constraints.Within(Metric.Drop, asked), conditions);
            Plan? best = Best();
            while (best is not null && tried.Contains(best.Name) && open.Spaces.Count > 1)
            {
                open = new DecisionSolver([.. open.Spaces.Where(s => s.Variant.Name != best.Variant)]);
                best = Best();
            }

            if (best is not null)
                tried.Add(best.Name);
            return best;
        }
    }
}
