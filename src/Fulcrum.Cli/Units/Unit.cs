namespace Fulcrum.Cli.Units;

/// <summary>A kind of quantity: its unit symbols with their factor to the base unit.</summary>
/// <param name="Name">What it measures.</param>
/// <param name="Example">An example for messages.</param>
/// <param name="Factors">Symbol to factor, case-sensitive as the symbols are written.</param>
internal sealed record Unit(string Name, string Example, IReadOnlyDictionary<string, double> Factors)
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
}
