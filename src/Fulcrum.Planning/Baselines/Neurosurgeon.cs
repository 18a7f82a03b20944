using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Baselines;

/// <summary>Neurosurgeon (ASPLOS 2017): the best cut of one tensor, floats, by latency or by the device's energy; or no cut, or the input.</summary>
/// <param name="metric">Latency or energy.</param>
public sealed class Neurosurgeon(Metric metric) : IPolicy
{
    /// <inheritdoc/>
    public string Name => $"neurosurgeon ({Metrics.Name(metric)})";

    /// <inheritdoc/>
    public Plan? Choose(VariantSpace space, Constraints constraints, Conditions conditions) => SingleCut.Cuts(space).Where(c => c == VariantSpace.Empty || space.Cuts[c].Tensors.Count == 1)
        .SelectMany(cut => SingleCut.LaterTiers(space).Select(tier => SingleCut.Of(space, 0, tier, cut, t => SingleCut.Plain(space, t))))
        .Prepend(SingleCut.OnDevice(space)).MinBy(p => p.Of(metric, conditions));
}
