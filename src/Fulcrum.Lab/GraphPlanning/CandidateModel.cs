using Fulcrum.Graphs;
using Fulcrum.Operators.Exits;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>One form of a model that may be deployed: as it came, quantized, pruned, distilled, with exits.</summary>
/// <param name="Name">Its name in plans.</param>
/// <param name="Model">It; whole, its exits among its outputs.</param>
/// <param name="Sha256">Of its file, by which profiles know it; null for none.</param>
public sealed record CandidateModel(string Name, Model Model, string? Sha256)
{
    /// <summary>Its exits; null when it has none. Thresholds are chosen anew for each plan.</summary>
    public ExitPlan? Exits { get; init; }
}
