using System.Text.Json.Serialization;

namespace Fulcrum.Lab.Processes;

/// <summary>What `fulcrum device` measured: one run, or with --sweep one per (cut, level).</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Requests">Inference requests sent, over all runs.</param>
/// <param name="Latency">Phases of the single-sample requests of the last run.</param>
/// <param name="Bytes">Bytes by direction, over all runs.</param>
/// <param name="Fallbacks">Requests answered otherwise than planned; always 0 until fallbacks exist.</param>
/// <param name="Runs">The runs.</param>
public sealed record DeviceReport(string Model, int Requests, DeviceLatency Latency, DeviceBytes Bytes, int Fallbacks, IReadOnlyList<DeviceRun> Runs);

/// <summary>Milliseconds by phase.</summary>
/// <param name="PlanMs">Asking for the plan.</param>
/// <param name="DownloadMs">Fetching the segment.</param>
/// <param name="Device">The first half.</param>
/// <param name="Uplink">Sending the cut tensor.</param>
/// <param name="Server">The second half.</param>
/// <param name="Downlink">Receiving the answer.</param>
/// <param name="Total">All four together.</param>
public sealed record DeviceLatency(double PlanMs, double DownloadMs, Percentiles Device, Percentiles Uplink, Percentiles Server, Percentiles Downlink, Percentiles Total);

/// <summary>Median and 99th percentile in milliseconds.</summary>
public sealed record Percentiles(double P50, double P99);

/// <summary>Bytes by direction.</summary>
public sealed record DeviceBytes(long Download, long Up, long Down);

/// <summary>One (cut, level), executed over the samples.</summary>
public sealed record DeviceRun
{
    /// <summary>The cut.</summary>
    public required int Cut { get; init; }

    /// <summary>The level, in points.</summary>
    public required double Level { get; init; }

    /// <summary>Width per device layer.</summary>
    public required IReadOnlyList<int> Bits { get; init; }

    /// <summary>Width of the cut tensor.</summary>
    public required int CutBits { get; init; }

    /// <summary>Bytes of the segment as received.</summary>
    public required long PayloadBytes { get; init; }

    /// <summary>The same weights as fp32.</summary>
    public required long Fp32Bytes { get; init; }

    /// <summary>PayloadBytes / Fp32Bytes; 0 at cut 0.</summary>
    public required double PayloadRatio { get; init; }

    /// <summary>Bytes sent per sample.</summary>
    public required double CutTensorBytes { get; init; }

    /// <summary>Samples run.</summary>
    public required int Samples { get; init; }

    /// <summary>Share of right answers.</summary>
    public required double Top1 { get; init; }

    /// <summary>Its 95 % Wilson interval.</summary>
    public required IReadOnlyList<double> Interval { get; init; }

    /// <summary>Points lost against the lossless run at the same cut, on the same samples; null without one.</summary>
    public double? DropPoints { get; init; }

    /// <summary>Its paired 95 % interval.</summary>
    public IReadOnlyList<double>? DropInterval { get; init; }

    /// <summary>Phases of single-sample requests.</summary>
    public required DeviceLatency Latency { get; init; }
}

/// <summary>JSON of the device report: snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DeviceReport))]
public sealed partial class DeviceJson : JsonSerializerContext;
