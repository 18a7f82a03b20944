using System.Globalization;

namespace Fulcrum.Operators.Partition;

/// <summary>A device, a server and the link between them.</summary>
public sealed record TierSpeeds
{
    /// <summary>Floating-point operations per second of the device, in 10^9; a multiply-accumulate is two. Default 5: a small board's CPU.</summary>
    public double DeviceGflops { get; init; } = 5;

    /// <summary>The server's. Default 200.</summary>
    public double ServerGflops { get; init; } = 200;

    /// <summary>The link in Mbit/s, from the device to the server. Default 50.</summary>
    public double Rate { get; init; } = 50;

    /// <summary>Milliseconds that a request and its answer take besides their bytes; the answer's bytes are not counted. Default 5.</summary>
    public double Delay { get; init; } = 5;

    /// <summary>Milliseconds of so many multiply-accumulates on the device.</summary>
    public double OnDevice(long macs) => 2.0 * macs / (DeviceGflops * 1e6);

    /// <summary>Milliseconds of so many multiply-accumulates on the server.</summary>
    public double OnServer(long macs) => 2.0 * macs / (ServerGflops * 1e6);

    /// <summary>Milliseconds to send so many bytes.</summary>
    public double OnLink(long bytes) => Delay + (bytes * 8 / (Rate * 1e3));
}

/// <summary>Milliseconds from a request to its answer.</summary>
/// <param name="Device">Computing on the device.</param>
/// <param name="Link">Sending.</param>
/// <param name="Server">Computing on the server.</param>
public readonly record struct LatencyEstimate(double Device, double Link, double Server)
{
    /// <summary>In all.</summary>
    public double Total => Device + Link + Server;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Total:0.###} ms (device {Device:0.###}, link {Link:0.###}, server {Server:0.###})");
}
