using Fulcrum.Graphs;

namespace Fulcrum.Cuts.Splitting;

/// <summary>One part of a model that was split: a model of its own.</summary>
/// <param name="Model">The part, with the names, opsets, functions and metadata of the whole.</param>
/// <param name="Inputs">The values it takes, by name.</param>
/// <param name="Outputs">The values it gives: those that later parts read, and outputs of the whole.</param>
public sealed record ModelSegment(Model Model, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);
