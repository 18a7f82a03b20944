using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Planning.Variants;

/// <summary>Predicts how long parts of one variant of a model take on a tier: the door through which measured profiles come in.</summary>
public interface ISegmentTimes
{
    /// <summary>The time of a set of nodes run as one segment; 0 of none.</summary>
    /// <param name="tier">The machine, without load from others.</param>
    /// <param name="nodes">Positions in the variant's graph, ascending.</param>
    TimeEstimate Of(Tier tier, IReadOnlyList<int> nodes);
}
