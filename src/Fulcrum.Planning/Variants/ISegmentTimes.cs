using Fulcrum.Planning.Tiers;

namespace Fulcrum.Planning.Variants;

/// <summary>Where a time comes from; of several the first is the weakest.</summary>
public enum TimeSource
{
    /// <summary>Worked out from multiply-accumulates and clock rates.</summary>
    Modelled,

    /// <summary>Predicted by a model fitted to measurements of other nodes or machines.</summary>
    Fitted,

    /// <summary>Measured for these nodes on this machine.</summary>
    Measured,
}

/// <summary>How long a part of a model takes.</summary>
/// <param name="Seconds">Median seconds of one sample.</param>
/// <param name="Source">Where the figure comes from.</param>
public readonly record struct SegmentTime(double Seconds, TimeSource Source);

/// <summary>Predicts how long parts of one variant of a model take on a tier: the door through which measured profiles come in.</summary>
public interface ISegmentTimes
{
    /// <summary>The time of a set of nodes run as one segment; 0 of none.</summary>
    /// <param name="tier">The machine, without load from others.</param>
    /// <param name="nodes">Positions in the variant's graph, ascending.</param>
    SegmentTime Of(Tier tier, IReadOnlyList<int> nodes);
}
