using Fulcrum.Planning.Placements;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Deciding;

/// <summary>Constraints that no plan keeps together; any of them taken out, the others can be kept.</summary>
/// <param name="Names">The constraints, in words.</param>
/// <param name="Nearest">For each that can be loosened alone until a plan keeps all: how far, and that plan.</param>
public sealed record Conflict(IReadOnlyList<string> Names, IReadOnlyList<Relaxation> Nearest)
{
    /// <summary>As an error: one problem for each way out, or one for all when there is none.</summary>
    public InputException ToException() => new([.. Nearest.Count == 0
        ? [new Problem("plan-infeasible", string.Join(", ", Names), "No plan keeps these constraints together.", "Loosen more than one of them.")]
        : Nearest.Select(n => new Problem("plan-infeasible", n.Name, Names.Count == 1 ? "No plan keeps this constraint." : $"No plan keeps {string.Join(" and ", Names)} together.", $"{n.Words} would allow {n.Plan}."))]);
}

/// <summary>One constraint loosened as little as allows a plan.</summary>
/// <param name="Name">The constraint.</param>
/// <param name="Metric">Its metric; null for one that is either kept or not.</param>
/// <param name="Needed">The least limit that works, in the metric's unit; 0 for one that is either kept or not.</param>
/// <param name="Plan">The plan that it allows.</param>
public sealed record Relaxation(string Name, Metric? Metric, double Needed, Plan Plan)
{
    /// <summary>What would be needed, in words.</summary>
    public string Words => Metric is Metric metric ? $"A limit of {Metrics.Text(metric, Needed)}" : $"Giving up '{Name}'";
}
