using Fulcrum.Graphs;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Deploying;

/// <summary>What one tier of a plan folder runs.</summary>
/// <param name="Name">The tier.</param>
/// <param name="Parts">Its parts of the model, first to last; none when it only hands on.</param>
public sealed record FolderTier(string Name, IReadOnlyList<FolderPart> Parts);

/// <summary>One part.</summary>
/// <param name="Model">The part as a model of its own.</param>
/// <param name="Exit">Where samples may leave behind it; null when none does.</param>
public sealed record FolderPart(Model Model, ManifestExit? Exit = null)
{
    /// <summary>Weights that travel coded; the file is a packed model then. Default none: an .onnx file.</summary>
    public IReadOnlyList<PackedTensor> Coded { get; init; } = [];

    /// <summary>The same weights, coded coarser, which the tier starts with; the rest is an upgrade. Default none.</summary>
    public IReadOnlyList<PackedTensor> Base { get; init; } = [];
}
