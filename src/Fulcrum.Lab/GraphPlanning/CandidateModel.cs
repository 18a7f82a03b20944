using Fulcrum.Graphs;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>One form of a model that may be deployed: as it came, quantized, pruned, distilled.</summary>
/// <param name="Name">Its name in plans.</param>
/// <param name="Model">It.</param>
/// <param name="Sha256">Of its file, by which profiles know it; null for none.</param>
public sealed record CandidateModel(string Name, Model Model, string? Sha256);
