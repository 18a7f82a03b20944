namespace Fulcrum.Stages.Links;

/// <summary>A link to imitate.</summary>
/// <param name="UpBitsPerSecond">Rate away from the device; null: as it is.</param>
/// <param name="DownBitsPerSecond">Rate towards it; null: as it is.</param>
/// <param name="RoundTrip">Delay of a round trip, half of it each way. Default none.</param>
public sealed record LinkShape(double? UpBitsPerSecond = null, double? DownBitsPerSecond = null, TimeSpan RoundTrip = default)
{
    /// <summary>Delay of a round trip beyond <see cref="RoundTrip"/>, drawn anew for each exchange of messages. Default none.</summary>
    public LinkJitter Jitter { get; init; }

    /// <summary>Share of packets that are lost, each way; 0 or more, less than 1. Default 0.</summary>
    public double Loss { get; init; }

    /// <summary>Seed of what is drawn. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether the kernel holds the rates (with buckets as <see cref="KernelBucket"/> has them), so that only the rest is imitated. Default false.</summary>
    public bool KernelHoldsRates { get; init; }

    /// <summary>Whether there is anything to imitate.</summary>
    public bool IsShaped => UpBitsPerSecond is not null || DownBitsPerSecond is not null || RoundTrip > TimeSpan.Zero || Jitter != default || Loss > 0;
}
