namespace Fulcrum.Protocol.Contracts;

/// <summary>What a device says of itself to a server; each report takes the place of the one before. Members that JSON leaves out are set to null by its generated reader, which lists take as empty.</summary>
public sealed record DeviceReportMessage
{
    /// <summary>Most phases, links and reasons, each, in a report.</summary>
    public const int MostEntries = 128;

    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 128;

    /// <summary>The model that it runs.</summary>
    public required string Model { get; init; }

    /// <summary>The plan it follows: a plan folder's tag in hex, or cut and level of a planned model.</summary>
    public required string Plan { get; init; }

    /// <summary>Seconds since it began to count.</summary>
    public required double Seconds { get; init; }

    /// <summary>Requests answered in that time.</summary>
    public required long Requests { get; init; }

    /// <summary>Those of them that another plan than the chosen one answered.</summary>
    public long Fallbacks { get; init; }

    /// <summary>Fallbacks by reason, where the device knows them.</summary>
    public IReadOnlyDictionary<string, long> FallbackReasons { get; init => field = value ?? new Dictionary<string, long>(); } = new Dictionary<string, long>();

    /// <summary>Latency by phase, over the latest requests.</summary>
    public IReadOnlyList<DevicePhase> Phases { get; init => field = value ?? []; } = [];

    /// <summary>What it makes of its links.</summary>
    public IReadOnlyList<DeviceLink> Links { get; init => field = value ?? []; } = [];

    /// <summary>Charge of its battery in percent; null without one.</summary>
    public double? BatteryPercent { get; init; }
}

/// <summary>One phase of a device's requests, in milliseconds.</summary>
/// <param name="Phase">Its name; <c>total</c> is the whole.</param>
/// <param name="MeanMs">The mean.</param>
/// <param name="P50Ms">The median.</param>
/// <param name="P95Ms">The 95th percentile.</param>
/// <param name="P99Ms">The 99th percentile.</param>
public sealed record DevicePhase(string Phase, double MeanMs, double P50Ms, double P95Ms, double P99Ms);

/// <summary>One link as a device sees it.</summary>
/// <param name="From">The end nearer to the device.</param>
/// <param name="To">The other end.</param>
/// <param name="BitsPerSecond">What comes through, both ways together; null when not known.</param>
/// <param name="RoundTripMs">The least time of a message and its answer; null when not known.</param>
public sealed record DeviceLink(string From, string To, double? BitsPerSecond, double? RoundTripMs);
