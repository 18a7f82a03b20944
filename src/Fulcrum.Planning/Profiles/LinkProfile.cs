namespace Fulcrum.Planning.Profiles;

/// <summary>What is known of the link between device and server.</summary>
public sealed record LinkProfile
{
    /// <summary>Rate R in bits per second, the same both ways. Default 200 Mbit/s (QPART, Table II).</summary>
    public double BitsPerSecond { get; init; } = 200e6;

    /// <summary>A rate by Shannon's formula, QPART (11)-(13).</summary>
    /// <param name="bandwidthHz">Bandwidth B.</param>
    /// <param name="transmitWatts">Transmit power P.</param>
    /// <param name="channelGain">h = large-scale path loss times small-scale fading gain.</param>
    /// <param name="noiseWatts">Noise power over the bandwidth.</param>
    public static LinkProfile Shannon(double bandwidthHz, double transmitWatts, double channelGain, double noiseWatts) =>
        new() { BitsPerSecond = bandwidthHz * Math.Log2(1 + (transmitWatts * channelGain / noiseWatts)) };
}
