using Fulcrum.Lab.Sensitivity;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tables;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>What is asked of a plan.</summary>
public sealed record GraphPlanOptions
{
    /// <summary>The tiers and links.</summary>
    public required TierSystem System { get; init; }

    /// <summary>What is minimised. Default: QPART's sum with all weights 1.</summary>
    public Objective Objective { get; init; } = Objective.Qpart(1, 1, 1);

    /// <summary>What must be kept.</summary>
    public Constraints Constraints { get; init; } = Constraints.None;

    /// <summary>Requests over which the download of a segment is spread. Default 1.</summary>
    public double ExpectedRequests { get; init; } = 1;

    /// <summary>How losses by coding are measured.</summary>
    public SensitivityOptions Sensitivity { get; init; } = new();

    /// <summary>Whether to measure what each tensor tells of the input; without it all but the outputs count as telling everything.</summary>
    public bool Leakage { get; init; }

    /// <summary>Metrics whose front is wanted, one to three; none: no front.</summary>
    public IReadOnlyList<Metric> Front { get; init; } = [];

    /// <summary>The conditions of a table of plans; null (default): one plan for the conditions of the tiers file.</summary>
    public ConditionGrid? Grid { get; init; }

    /// <summary>Points that a plan may lose while a tier that fetches its weights has the first of them only; null (default): it gets them at once.</summary>
    public double? Progressive { get; init; }

    /// <summary>Points that may be lost: the limit, or 1 where there is none, the point at which losses are made linear.</summary>
    public double Budget => Constraints.Of(Metric.Drop) is var most && double.IsFinite(most) && most > 0 ? most : 1;
}
