namespace Fulcrum.Stages;

/// <summary>How a tier runs its segments.</summary>
public sealed record StageOptions
{
    /// <summary>How many times each piece of work is done, at least 1: a machine so many times slower. Default 1.</summary>
    public int Slowdown { get; init; } = 1;

    /// <summary>Whether every request loads the segments from their files again, as services do that make a session for each request. Default no.</summary>
    public bool SessionPerRequest { get; init; }
}
