using System.Globalization;

namespace Fulcrum.Planning.Placements;

/// <summary>What a plan is judged by; less is better throughout.</summary>
public enum Metric
{
    /// <summary>Mean seconds of a request, the download of segments spread over the expected requests.</summary>
    Latency,

    /// <summary>Median seconds of a request.</summary>
    LatencyP50,

    /// <summary>99th percentile of the seconds of a request.</summary>
    LatencyP99,

    /// <summary>Joules that the first tier spends on a request, QPART (6) and (16).</summary>
    Energy,

    /// <summary>US dollars per request: computing and data.</summary>
    Money,

    /// <summary>Bytes per request over all links, both ways.</summary>
    Bytes,

    /// <summary>Bytes of memory on the first tier.</summary>
    Memory,

    /// <summary>The most that any sent tensor gives away of the input, 0 to 1.</summary>
    Leakage,

    /// <summary>Predicted loss of accuracy in points.</summary>
    Drop,
}

/// <summary>All metrics.</summary>
public static class Metrics
{
    /// <summary>How many there are.</summary>
    public const int Count = 9;

    /// <summary>All, in order.</summary>
    public static IReadOnlyList<Metric> All { get; } = Enum.GetValues<Metric>();

    /// <summary>The name in files and results.</summary>
    public static string Name(Metric metric) => metric switch
    {
        Metric.Latency => "latency",
        Metric.LatencyP50 => "latency_p50",
        Metric.LatencyP99 => "latency_p99",
        Metric.Energy => "energy",
        Metric.Money => "money",
        Metric.Bytes => "bytes",
        Metric.Memory => "memory",
        Metric.Leakage => "leakage",
        _ => "drop",
    };

    /// <summary>A figure with its unit.</summary>
    public static string Text(Metric metric, double value) => metric switch
    {
        Metric.Latency or Metric.LatencyP50 or Metric.LatencyP99 => Say($"{1e3 * value:0.###} ms"),
        Metric.Energy => Say($"{1e3 * value:0.###} mJ"),
        Metric.Money => Say($"{1e6 * value:0.####} USD per million requests"),
        Metric.Bytes or Metric.Memory => Say($"{value:0} bytes"),
        Metric.Leakage => Say($"{value:0.###}"),
        _ => Say($"{value:0.###} points"),
    };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
