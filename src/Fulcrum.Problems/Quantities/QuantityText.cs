using System.Globalization;

namespace Fulcrum.Problems.Quantities;

/// <summary>Numbers with a unit, as people write them: the one place that reads them, for the command line and for files.</summary>
public static class QuantityText
{
    /// <summary>Parses a quantity; zero or positive, finite, decimal point, unit required.</summary>
    /// <returns>The value in the base unit, or an error message.</returns>
    public static (double Value, string? Error) Parse(string text, Unit unit)
    {
        string symbol = unit.Factors.Keys.Where(s => text.EndsWith(s, StringComparison.Ordinal)).MaxBy(s => s.Length) ?? "";
        string number = text[..^symbol.Length].TrimEnd();
        if (symbol.Length == 0)
            return (0, $"'{text}' has no unit. A {unit.Name} is written like {unit.Example}; units: {string.Join(", ", unit.Factors.Keys)}.");
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            return (0, $"'{number}' is no number. A {unit.Name} is written like {unit.Example}, with a decimal point.");
        return value >= 0 ? (value * unit.Factors[symbol], null) : (0, $"'{text}' is negative. A {unit.Name} is zero or more.");
    }
}
