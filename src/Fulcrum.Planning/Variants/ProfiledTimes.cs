using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Planning.Variants;

/// <summary>Times from the profiles of those tiers that were measured, from the clock of the others.</summary>
/// <param name="measured">Times of sets of nodes on each measured tier, by its name.</param>
/// <param name="others">For tiers without a profile.</param>
public sealed class ProfiledTimes(IReadOnlyDictionary<string, Func<IReadOnlyList<int>, TimeEstimate>> measured, ISegmentTimes others) : ISegmentTimes
{
    /// <inheritdoc/>
    public TimeEstimate Of(Tier tier, IReadOnlyList<int> nodes) =>
        nodes.Count == 0 ? default : measured.TryGetValue(tier.Name, out Func<IReadOnlyList<int>, TimeEstimate>? times) ? times(nodes) : others.Of(tier, nodes);
}
