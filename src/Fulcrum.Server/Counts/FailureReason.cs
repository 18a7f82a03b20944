namespace Fulcrum.Server.Counts;

/// <summary>Why a request had no answer, as Triton's metrics tell it.</summary>
internal enum FailureReason
{
    /// <summary>The queue was full, the client over its limit, or the deadline over before the model ran.</summary>
    Rejected,

    /// <summary>The client went away.</summary>
    Canceled,

    /// <summary>The runtime failed on the inputs.</summary>
    Backend,

    /// <summary>Anything else: the request was wrong, mostly.</summary>
    Other,
}
