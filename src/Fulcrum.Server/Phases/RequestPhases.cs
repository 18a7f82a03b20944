namespace Fulcrum.Server.Phases;

/// <summary>Where the time of one answered request went: time stamps of the clock, none before the one ahead of it. A phase that there was not ends where it began.</summary>
/// <param name="Started">The request is being looked at.</param>
/// <param name="Read">Its body is there.</param>
/// <param name="Decoded">Its tensors are.</param>
/// <param name="Dequeued">It was its turn.</param>
/// <param name="Computed">The model ran.</param>
/// <param name="Encoded">What goes on to the next tier is coded.</param>
/// <param name="Answered">The next tier answered.</param>
/// <param name="Sent">The answer is handed to the connection.</param>
internal readonly record struct RequestPhases(long Started, long Read, long Decoded, long Dequeued, long Computed, long Encoded, long Answered, long Sent)
{
    /// <summary>The phases, in order; the last is the whole.</summary>
    public static readonly string[] Names = ["read", "decode", "queue", "compute", "encode", "next", "send", "total"];

    /// <summary>First and last time stamp of a phase, by its position in <see cref="Names"/>.</summary>
    public (long From, long To) Of(int phase) => phase switch
    {
        0 => (Started, Read),
        1 => (Read, Decoded),
        2 => (Decoded, Dequeued),
        3 => (Dequeued, Computed),
        4 => (Computed, Encoded),
        5 => (Encoded, Answered),
        6 => (Answered, Sent),
        _ => (Started, Sent),
    };
}
