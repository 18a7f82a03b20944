namespace Fulcrum.Planning.Tiers;

/// <summary>The link from one tier to the next.</summary>
public sealed record TierLink
{
    /// <summary>The tier nearer to the user.</summary>
    public required string From { get; init; }

    /// <summary>The tier after it.</summary>
    public required string To { get; init; }

    /// <summary>Rate away from the user in bits per second.</summary>
    public required double UpBitsPerSecond { get; init; }

    /// <summary>Rate towards the user in bits per second.</summary>
    public required double DownBitsPerSecond { get; init; }

    /// <summary>Time of a round trip without load in seconds. Default 0.</summary>
    public double RttSeconds { get; init; }

    /// <summary>Delay of a round trip beyond <see cref="RttSeconds"/> that varies. Default none.</summary>
    public Jitter Jitter { get; init; }

    /// <summary>Share of packets that are lost each way, 0 or more and less than 1; imitated (docs/emulation.md), and not counted by the cost model. Default 0.</summary>
    public double Loss { get; init; }

    /// <summary>Power of the first tier while it sends in W, QPART (16). Default 0.</summary>
    public double TransmitWatts { get; init; }

    /// <summary>Power of the first tier while it receives in W; QPART charges the transmit power. Default 0.</summary>
    public double ReceiveWatts { get; init; }

    /// <summary>USD per byte sent up. Default 0.</summary>
    public double UpPricePerByte { get; init; }

    /// <summary>USD per byte sent down (egress of the later tier). Default 0.</summary>
    public double DownPricePerByte { get; init; }
}
