using Fulcrum.Stores.Contracts;

namespace Fulcrum.Server.Rollout;

/// <summary>That a server takes what it serves from a store, and goes on taking what is published there.</summary>
/// <param name="Store">The store; it stays the caller's.</param>
public sealed record Following(IStore Store)
{
    /// <summary>How long what is no longer the newest is still answered. Default 5 minutes.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest time between two looks, where nobody tells of changes. Default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);
}
