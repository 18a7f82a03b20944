namespace Fulcrum.Planning.Prediction;

/// <summary>Where a time comes from; the later, the less it is worth.</summary>
public enum TimeSource
{
    /// <summary>Exactly this was run and timed.</summary>
    Measured,

    /// <summary>The sum of nodes that were timed within the whole model.</summary>
    Composed,

    /// <summary>From the op, its work and its bytes, by fits to other models on this machine.</summary>
    Fitted,

    /// <summary>From a clock rate and cycles per multiply-accumulate.</summary>
    Modelled,
}

/// <summary>A time and where it comes from.</summary>
/// <param name="Seconds">The time.</param>
/// <param name="Source">The least certain of its parts.</param>
public readonly record struct TimeEstimate(double Seconds, TimeSource Source)
{
    /// <summary>Both, one after the other.</summary>
    public static TimeEstimate operator +(TimeEstimate a, TimeEstimate b) => new(a.Seconds + b.Seconds, a.Source > b.Source ? a.Source : b.Source);

    /// <summary>Both, one after the other.</summary>
    public static TimeEstimate Add(TimeEstimate left, TimeEstimate right) => left + right;
}
