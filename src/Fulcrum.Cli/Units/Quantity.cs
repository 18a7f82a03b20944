using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Fulcrum.Cli.Units;

/// <summary>Numbers with a unit on the command line.</summary>
internal static class Quantity
{
    /// <summary>An option whose value is a number with a unit, in the base unit once parsed; null when not given.</summary>
    public static Option<double?> Option(string name, Unit unit, string description) => new(name)
    {
        Description = $"{description} For example {unit.Example}.",
        CustomParser = result => Parse(result, unit),
    };

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

    private static double? Parse(ArgumentResult result, Unit unit)
    {
        (double value, string? error) = Parse(result.Tokens[0].Value, unit);
        if (error is not null)
            result.AddError(error);
        return value;
    }
}
