namespace Fulcrum.Planning.Tiers;

/// <summary>A place where parts of a model can run.</summary>
public sealed record Tier
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>CPU quota in cores; null: no limit.</summary>
    public double? Cpu { get; init; }

    /// <summary>Memory in bytes; null: no limit.</summary>
    public double? MemoryBytes { get; init; }

    /// <summary>USD per second of computing. Default 0.</summary>
    public double PricePerSecond { get; init; }

    /// <summary>Power while computing in W; null: unknown.</summary>
    public double? Watts { get; init; }
}

/// <summary>The way from one tier to another, the same both ways.</summary>
/// <param name="From">A tier's name.</param>
/// <param name="To">Another's.</param>
/// <param name="BitsPerSecond">Rate.</param>
/// <param name="DelaySeconds">One way.</param>
/// <param name="JitterSeconds">How much the delay varies.</param>
public sealed record TierLink(string From, string To, double BitsPerSecond, double DelaySeconds, double JitterSeconds);
