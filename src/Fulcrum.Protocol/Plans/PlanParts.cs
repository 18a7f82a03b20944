namespace Fulcrum.Protocol.Plans;

/// <summary>A plan that is not written yet.</summary>
/// <param name="Manifest">What its manifest will say.</param>
/// <param name="Segments">The content of every segment file, by its name there.</param>
public sealed record PlanParts(PlanManifest Manifest, IReadOnlyDictionary<string, byte[]> Segments);
