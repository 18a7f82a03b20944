namespace Fulcrum.Problems.Quantities;

/// <summary>A kind of quantity: its unit symbols with their factor to the base unit.</summary>
/// <param name="Name">What it measures.</param>
/// <param name="Example">An example for messages.</param>
/// <param name="Factors">Symbol to factor, case-sensitive as the symbols are written.</param>
public sealed record Unit(string Name, string Example, IReadOnlyDictionary<string, double> Factors)
{
    /// <summary>Bits per second.</summary>
    public static readonly Unit DataRate = new("data rate", "50Mbps", new Dictionary<string, double> { ["bps"] = 1, ["kbps"] = 1e3, ["Mbps"] = 1e6, ["Gbps"] = 1e9 });

    /// <summary>Bytes.</summary>
    public static readonly Unit Size = new("size", "64MiB", new Dictionary<string, double> { ["B"] = 1, ["kB"] = 1e3, ["MB"] = 1e6, ["GB"] = 1e9, ["KiB"] = 1024, ["MiB"] = 1048576, ["GiB"] = 1073741824 });

    /// <summary>Hertz.</summary>
    public static readonly Unit Frequency = new("frequency", "200MHz", new Dictionary<string, double> { ["Hz"] = 1, ["kHz"] = 1e3, ["MHz"] = 1e6, ["GHz"] = 1e9 });

    /// <summary>Watts.</summary>
    public static readonly Unit Power = new("power", "1W", new Dictionary<string, double> { ["mW"] = 1e-3, ["W"] = 1 });

    /// <summary>Points of accuracy: 0.25% is 0.25.</summary>
    public static readonly Unit Points = new("share", "0.25%", new Dictionary<string, double> { ["%"] = 1 });

    /// <summary>Seconds.</summary>
    public static readonly Unit Duration = new("duration", "12ms", new Dictionary<string, double> { ["us"] = 1e-6, ["ms"] = 1e-3, ["s"] = 1, ["min"] = 60 });

    /// <summary>Joules.</summary>
    public static readonly Unit Energy = new("energy", "5mJ", new Dictionary<string, double> { ["mJ"] = 1e-3, ["J"] = 1 });

    /// <summary>US dollars.</summary>
    public static readonly Unit Money = new("price", "0.0000002USD", new Dictionary<string, double> { ["USD"] = 1 });

    /// <summary>US dollars per second.</summary>
    public static readonly Unit TimePrice = new("price of time", "0.08USD/h", new Dictionary<string, double> { ["USD/s"] = 1, ["USD/min"] = 1.0 / 60, ["USD/h"] = 1.0 / 3600 });

    /// <summary>US dollars per byte.</summary>
    public static readonly Unit BytePrice = new("price of data", "0.09USD/GB", new Dictionary<string, double> { ["USD/B"] = 1, ["USD/MB"] = 1e-6, ["USD/GB"] = 1e-9, ["USD/GiB"] = 1.0 / 1073741824 });

    /// <summary>US dollars per byte of memory and second.</summary>
    public static readonly Unit MemoryPrice = new("price of memory", "0.0000166667USD/GBs", new Dictionary<string, double> { ["USD/GBs"] = 1e-9, ["USD/GiBs"] = 1.0 / 1073741824 });
}
