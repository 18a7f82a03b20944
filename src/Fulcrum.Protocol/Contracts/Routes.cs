using System.Globalization;

namespace Fulcrum.Protocol.Contracts;

/// <summary>Fulcrum's own paths (docs/protocol.md).</summary>
public static class Routes
{
    /// <summary>A model's description.</summary>
    public static string Model(string name) => $"fulcrum/v1/models/{Uri.EscapeDataString(name)}";

    /// <summary>Where plans are asked for.</summary>
    public static string Plan(string name) => $"{Model(name)}/plan";

    /// <summary>A segment file.</summary>
    public static string Segment(string id) => $"fulcrum/v1/segments/{id}";

    /// <summary>A plan's release: release.json, its signature in a header.</summary>
    public static string Release(string model) => $"fulcrum/v1/plans/{Uri.EscapeDataString(model)}/release";

    /// <summary>A file of a release by its hash.</summary>
    public static string Object(string sha256) => $"fulcrum/v1/objects/{sha256}";

    /// <summary>The most bytes that a probe of the link carries one way.</summary>
    public const int LargestProbe = 16 << 20;

    /// <summary>Where nothing is done: the round trip alone.</summary>
    public const string Live = "v2/health/live";

    /// <summary>Takes bytes and drops them (POST).</summary>
    public const string ProbeUp = "fulcrum/v1/probe";

    /// <summary>Answers so many bytes (GET).</summary>
    public static string ProbeDown(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{ProbeUp}?bytes={bytes}");

    /// <summary>Runs the part of a deployed plan that a server hosts (POST).</summary>
    public static string RunPlan(string model) => $"fulcrum/v1/plans/{Uri.EscapeDataString(model)}/run";

    /// <summary>Where a device says how it fares (POST).</summary>
    public static string DeviceReport(string device) => $"fulcrum/v1/devices/{Uri.EscapeDataString(device)}/report";

    /// <summary>The second half of inference.</summary>
    public static string Infer(string name, string version, int cut, double level, int samples) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Model(name)}/versions/{Uri.EscapeDataString(version)}/cuts/{cut}/infer?level={level}&samples={samples}");
}
