namespace Fulcrum.Protocol.Contracts;

/// <summary>A device's request for a plan. Everything left out takes the server's default (QPART, Table II).</summary>
public sealed record PlanRequestMessage
{
    /// <summary>Tolerated loss in points of Top-1.</summary>
    public double? MaxDropPoints { get; init; }

    /// <summary>Clock cycles per multiply-accumulate on the device.</summary>
    public double? DeviceCyclesPerMac { get; init; }

    /// <summary>Device clock in Hz.</summary>
    public double? DeviceClockHz { get; init; }

    /// <summary>Energy efficiency kappa in J·s².</summary>
    public double? DeviceKappa { get; init; }

    /// <summary>Transmit power in W.</summary>
    public double? DeviceTransmitWatts { get; init; }

    /// <summary>Memory for weights in bytes.</summary>
    public double? DeviceMemoryBytes { get; init; }

    /// <summary>Link rate in bits per second.</summary>
    public double? LinkBitsPerSecond { get; init; }

    /// <summary>Weight of time, per second.</summary>
    public double? Omega { get; init; }

    /// <summary>Weight of device energy, per joule.</summary>
    public double? Tau { get; init; }

    /// <summary>Weight of server cost, per USD.</summary>
    public double? Eta { get; init; }

    /// <summary>Requests that one segment download serves.</summary>
    public double? ExpectedRequests { get; init; }

    /// <summary>Whether the input must not leave the device.</summary>
    public bool RawInputStays { get; init; }

    /// <summary>Ids of segments that the device holds.</summary>
    public IReadOnlyList<string>? HeldSegments { get; init; }

    /// <summary>Only this cut.</summary>
    public int? Cut { get; init; }

    /// <summary>Only this level.</summary>
    public double? Level { get; init; }
}
