using System.CommandLine;
using System.CommandLine.Parsing;
using Fulcrum.Problems.Units;

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

    private static double? Parse(ArgumentResult result, Unit unit)
    {
        (double value, string? error) = unit.Parse(result.Tokens[0].Value);
        if (error is not null)
            result.AddError(error);
        return value;
    }
}
