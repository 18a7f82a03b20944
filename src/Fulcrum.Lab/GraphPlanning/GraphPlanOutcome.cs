using Fulcrum.Data;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>A decision, executed.</summary>
/// <param name="Chosen">The plan.</param>
/// <param name="Explanation">Why.</param>
/// <param name="Compared">What others would do, by the same cost model; a policy without a plan, or whose plan breaks a limit, has none.</param>
/// <param name="Front">The front that was asked for.</param>
/// <param name="Hypervolume">Of the front, as a share of the box up to the reference, the worst of the front and of the policies in each metric; null without a front.</param>
/// <param name="Verified">What the plan loses when it is executed on samples that nothing was fitted to; what decides whether the budget is kept.</param>
/// <param name="Tested">What it loses on the test samples.</param>
/// <param name="Repairs">How often bits were added because an execution lost more than was tolerated.</param>
/// <param name="Variants">What was measured of each variant.</param>
/// <param name="Conditions">The conditions that all figures are for.</param>
public sealed record GraphPlanOutcome(
    Plan Chosen, Explanation Explanation, IReadOnlyList<PolicyPlan> Compared, IReadOnlyList<Plan> Front, double? Hypervolume, ExecutedLoss Verified, ExecutedLoss Tested, int Repairs,
    IReadOnlyList<PreparedVariant> Variants, Conditions Conditions)
{
    /// <summary>The table of plans that was asked for; null without a grid.</summary>
    public PlanSetOutcome? Set { get; init; }

    /// <summary>What tiers that fetch weights can start with; null when it was not asked, or no weights are fetched coded.</summary>
    public ProgressiveOutcome? Progressive { get; init; }
}

/// <summary>What a policy decides.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Plan">Its plan; null when it has none.</param>
/// <param name="Allowed">Whether the plan keeps the constraints.</param>
public sealed record PolicyPlan(string Policy, Plan? Plan, bool Allowed);

/// <summary>The loss of a plan by execution.</summary>
/// <param name="Split">The samples' name.</param>
/// <param name="PredictedPoints">What the accuracy model says.</param>
/// <param name="Drop">What came out.</param>
/// <param name="Noise">Change of the outputs as a share of their energy.</param>
public sealed record ExecutedLoss(string Split, double PredictedPoints, PairedDrop Drop, double Noise)
{
    /// <summary>How many samples each exit answered, by its output. Default none.</summary>
    public IReadOnlyDictionary<string, int> Left { get; init; } = new Dictionary<string, int>();

    /// <summary>Top-1 of the plan, 0 to 1.</summary>
    public double Top1 { get; init; }
}
