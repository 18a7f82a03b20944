namespace Fulcrum.Stages.Links;

/// <summary>A link to imitate.</summary>
/// <param name="UpBitsPerSecond">Rate away from the device; null: as it is.</param>
/// <param name="DownBitsPerSecond">Rate towards it; null: as it is.</param>
/// <param name="RoundTrip">Delay of a round trip, half of it each way. Default none.</param>
public sealed record LinkShape(double? UpBitsPerSecond = null, double? DownBitsPerSecond = null, TimeSpan RoundTrip = default)
{
    /// <summary>Whether there is anything to imitate.</summary>
    public bool IsShaped => UpBitsPerSecond is not null || DownBitsPerSecond is not null || RoundTrip > TimeSpan.Zero;
}
