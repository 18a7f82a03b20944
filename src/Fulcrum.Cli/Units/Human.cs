using System.Globalization;

namespace Fulcrum.Cli.Units;

/// <summary>Large numbers as people read them.</summary>
internal static class Human
{
    /// <summary>Bytes with a binary unit: 1.5 MiB.</summary>
    public static string Bytes(long? bytes) => bytes is long b ? Scaled(b, 1024, ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]) : "?";

    /// <summary>A count with a decimal unit: 22.8 G.</summary>
    public static string Count(long? count) => count is long c ? Scaled(c, 1000, ["", "k", "M", "G", "T", "P", "E"]).TrimEnd() : "?";

    private static string Scaled(long value, int step, string[] units)
    {
        double scaled = value;
        int unit = 0;
        for (; Math.Abs(scaled) >= step && unit < units.Length - 1; unit++)
            scaled /= step;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? scaled.ToString("0", CultureInfo.InvariantCulture) : scaled.ToString("0.00", CultureInfo.InvariantCulture))} {units[unit]}");
    }
}
