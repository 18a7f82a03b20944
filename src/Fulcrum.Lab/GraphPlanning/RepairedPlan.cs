using Fulcrum.Planning.Placements;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Executes what was planned; while it loses more than is tolerated, the next plan is sought under a smaller budget, which puts bits where they help most.</summary>
/// <param name="Plan">The last plan that was executed.</param>
/// <param name="Loss">What it lost.</param>
/// <param name="Repairs">How often the budget was made smaller.</param>
/// <param name="Asked">The points that it was predicted to lose at most when it was sought.</param>
/// <param name="IsKept">Whether the loss is inside what is tolerated.</param>
public sealed record RepairedPlan(Plan Plan, ExecutedLoss Loss, int Repairs, double Asked, bool IsKept)
{
    private const int MostRepairs = 6;

    /// <summary>Plans and executes.</summary>
    /// <param name="most">Tolerated points; infinite: any.</param>
    /// <param name="plan">The best plan that is predicted to lose at most so many points; null when there is none.</param>
    /// <param name="execute">What a plan loses.</param>
    /// <returns>The first plan that keeps the budget, else the last that was tried; null when there was none at all.</returns>
    public static RepairedPlan? Run(double most, Func<double, Plan?> plan, Func<Plan, ExecutedLoss> execute)
    {
        double asked = most;
        RepairedPlan? last = null;
        for (int repairs = 0; repairs <= MostRepairs && plan(asked) is Plan next; repairs++)
        {
            ExecutedLoss loss = execute(next);
            last = new RepairedPlan(next, loss, repairs, asked, loss.Drop.Points <= most);
            if (last.IsKept)
                break;
            asked = Math.Min(asked, loss.PredictedPoints) * Math.Clamp(most / loss.Drop.Points, 0.3, 0.8);
        }

        return last;
    }
}
