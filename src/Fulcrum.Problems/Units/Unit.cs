using System.Globalization;

namespace Fulcrum.Problems.Units;

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

    /// <summary>Seconds.</summary>
    public static readonly Unit Duration = new("duration", "12ms", new Dictionary<string, double> { ["us"] = 1e-6, ["ms"] = 1e-3, ["s"] = 1, ["min"] = 60, ["h"] = 3600 });

    /// <summary>Hertz.</summary>
    public static readonly Unit Frequency = new("frequency", "200MHz", new Dictionary<string, double> { ["Hz"] = 1, ["kHz"] = 1e3, ["MHz"] = 1e6, ["GHz"] = 1e9 });

    /// <summary>Watts.</summary>
    public static readonly Unit Power = new("power", "1W", new Dictionary<string, double> { ["mW"] = 1e-3, ["W"] = 1 });

    /// <summary>US dollars per second.</summary>
    public static readonly Unit Price = new("price", "0.08USD/h", new Dictionary<string, double> { ["USD/s"] = 1, ["USD/h"] = 1.0 / 3600 });

    /// <summary>Points of accuracy: 0.25% is 0.25.</summary>
    public static readonly Unit Points = new("share", "0.25%", new Dictionary<string, double> { ["%"] = 1 });

    /// <summary>Parses a quantity; zero or positive, finite, decimal point, unit required.</summary>
    /// <returns>The value in the base unit, or an error message.</returns>
    public (double Value, string? Error) Parse(string text)
    {
        string symbol = Factors.Keys.Where(s => text.EndsWith(s, StringComparison.Ordinal)).MaxBy(s => s.Length) ?? "";
        string number = text[..^symbol.Length].TrimEnd();
        if (symbol.Length == 0)
            return (0, $"'{text}' has no unit. A {Name} is written like {Example}; units: {string.Join(", ", Factors.Keys)}.");
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value * Factors[symbol]))
            return (0, $"'{number}' is no number. A {Name} is written like {Example}, with a decimal point.");
        return value >= 0 ? (value * Factors[symbol], null) : (0, $"'{text}' is negative. A {Name} is zero or more.");
    }
}
