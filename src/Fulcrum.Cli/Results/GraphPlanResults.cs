namespace Fulcrum.Cli.Results;

/// <summary>Result of `plan --tiers`, and decision.json beside the plan.</summary>
/// <param name="Path">Where the plan was written; null when it was not.</param>
/// <param name="Chosen">The plan.</param>
/// <param name="Summary">It in words.</param>
/// <param name="Reasons">What bound the choice, what the runner-up costs, what would flip it.</param>
/// <param name="Candidates">What others would do under the same conditions.</param>
/// <param name="Pareto">The front that was asked for.</param>
/// <param name="Hypervolume">Of the front, as a share of the box up to the worst plan; null without a front.</param>
/// <param name="Verified">The loss by execution that decided.</param>
/// <param name="Tested">The loss by execution on the test split.</param>
/// <param name="Repairs">How often bits were added after an execution.</param>
/// <param name="Surrogates">The accuracy model against what was measured, by variant.</param>
internal sealed record GraphPlanResult(
    string? Path, GraphPlanFigure Chosen, string Summary, IReadOnlyList<string> Reasons, IReadOnlyList<PolicyFigure> Candidates, IReadOnlyList<GraphPlanFigure> Pareto, double? Hypervolume,
    GraphPlanLoss Verified, GraphPlanLoss Tested, int Repairs, IReadOnlyList<SurrogateError> Surrogates)
{
    /// <summary>The choices of exits and thresholds that were on offer; none without variants with exits.</summary>
    public IReadOnlyList<LadderRung> Ladder { get; init; } = [];

    /// <summary>The set of plans; null when none was asked for.</summary>
    public PlanSetFigure? Set { get; init; }

    /// <summary>What tiers fetch that have no models; none where nothing is fetched coded, or nothing was written.</summary>
    public IReadOnlyList<DownloadFigure> Downloads { get; init; } = [];

    /// <summary>What they start with; null when it was not asked.</summary>
    public ProgressiveFigure? Progressive { get; init; }
}

/// <summary>One choice of exits and thresholds of a variant.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="DropPoints">Points to expect on other samples than those that thresholds were chosen on.</param>
/// <param name="Exits">The exits that are asked.</param>
internal sealed record LadderRung(string Variant, double DropPoints, IReadOnlyList<PlannedExit> Exits);

/// <summary>An exit as it is planned.</summary>
/// <param name="Output">Its logits.</param>
/// <param name="Tier">Who asks it; null where nothing is placed yet.</param>
/// <param name="Confidence">What confidence is: <c>max-softmax</c>, <c>entropy</c>.</param>
/// <param name="Threshold">A sample leaves from this on.</param>
/// <param name="Rate">The share of all samples that leave here, on the samples that thresholds were chosen on.</param>
internal sealed record PlannedExit(string Output, string? Tier, string Confidence, double Threshold, double Rate);

/// <summary>A set of plans.</summary>
/// <param name="Rows">The plans.</param>
/// <param name="Compiled">How many the solver gave, before they were executed.</param>
/// <param name="Remarks">Which were repaired, dropped or added, and why.</param>
/// <param name="Regret">What the table's choices cost above the solver's.</param>
/// <param name="Bytes">Of all files of the set; null when it was not written.</param>
internal sealed record PlanSetFigure(IReadOnlyList<PlanSetRow> Rows, int Compiled, IReadOnlyList<string> Remarks, RegretFigure Regret, long? Bytes);

/// <summary>A plan of a set.</summary>
/// <param name="Plan">Its manifest's file; empty when it was not written.</param>
/// <param name="Name">In a few words.</param>
/// <param name="Summary">In a sentence.</param>
/// <param name="Links">How many links it uses; 0: it needs none.</param>
/// <param name="MemoryBytes">Of the device.</param>
/// <param name="Points">Lost when it was executed.</param>
/// <param name="Interval">95 % of that.</param>
internal sealed record PlanSetRow(string Plan, string Name, string Summary, int Links, double MemoryBytes, double Points, IReadOnlyList<double> Interval);

/// <summary>What a table's choices cost above the best at random points, as shares of it.</summary>
internal sealed record RegretFigure(int Points, int Missed, double Mean, double P95, double Most);

/// <summary>A plan with its predicted figures by metric.</summary>
/// <param name="Name">It in words.</param>
/// <param name="Variant">The model's form.</param>
/// <param name="Weights">How weights that must be fetched are coded.</param>
/// <param name="Tiers">What each runs.</param>
/// <param name="Links">What crosses.</param>
/// <param name="Times">Where times come from: measured, composed, fitted, modelled.</param>
/// <param name="Metrics">By name, in base units.</param>
internal sealed record GraphPlanFigure(string Name, string Variant, string Weights, IReadOnlyList<GraphPlanTier> Tiers, IReadOnlyList<GraphPlanLink> Links, string Times, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>Where samples may leave, in order.</summary>
    public IReadOnlyList<PlannedExit> Exits { get; init; } = [];
}

/// <summary>What a tier runs.</summary>
internal sealed record GraphPlanTier(string Tier, int Nodes, double Seconds, double MemoryBytes);

/// <summary>What crosses a link.</summary>
internal sealed record GraphPlanLink(string From, string To, IReadOnlyList<SentTensor> Tensors);

/// <summary>A tensor as it is sent.</summary>
internal sealed record SentTensor(string Name, string Coding, double Bytes, double Leakage);

/// <summary>What a policy decides; the plan is null when it has none.</summary>
internal sealed record PolicyFigure(string Policy, double? Objective, bool Allowed, GraphPlanFigure? Plan);

/// <summary>A loss in points of Top-1, predicted and executed, with its paired 95 % interval.</summary>
internal sealed record GraphPlanLoss(string Split, double PredictedPoints, double Points, IReadOnlyList<double> Interval, int Samples, double Noise)
{
    /// <summary>The share of samples that each exit answered, by its output.</summary>
    public IReadOnlyDictionary<string, double> ExitRates { get; init; } = new Dictionary<string, double>();

    /// <summary>Top-1 of the plan, 0 to 1.</summary>
    public double Top1 { get; init; }
}

/// <summary>How far the fitted curve is from the losses that it was fitted to, in points.</summary>
internal sealed record SurrogateError(string Variant, double MedianPoints, double P90Points, int Readings);
