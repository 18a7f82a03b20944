using System.Globalization;
using Fulcrum.Lab.Studies;

namespace Fulcrum.Lab.Reporting;

/// <summary>Numbers and names as reports write them.</summary>
internal static class Figures
{
    /// <summary>The most rows of a figure.</summary>
    public const int MostRows = 60;

    /// <summary>Three or four digits that count.</summary>
    public static string Number(double? value) => value switch
    {
        not double or double.NaN => "-",
        0 => "0",
        >= 1000 or <= -1000 => value.Value.ToString("0", CultureInfo.InvariantCulture),
        >= 100 or <= -100 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 or <= -1 => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    public static string Ms(double? value) => $"{Number(value)} ms";

    public static string Points(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Range(IReadOnlyList<double> interval, double factor) => string.Create(CultureInfo.InvariantCulture, $"{factor * interval[0]:0.00} to {factor * interval[1]:0.00}");

    public static string P(double value) => value < 1e-4 ? value.ToString("0.0e+0", CultureInfo.InvariantCulture) : value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A strategy without its model.</summary>
    public static string Name(StudyCell cell) => Name(cell.Strategy);

    public static string Name(Strategy strategy) =>
        $"{strategy.OperatorName} on {strategy.Placement.Name}{(strategy.Mode == StudyMode.AsPublished ? ", as published" : "")}{(strategy.Conditions.Name.Length > 0 ? $", {strategy.Conditions.Name}" : "")}";

    /// <summary>The measured strategies by model and, in a sweep, by links.</summary>
    public static IEnumerable<(string Key, string Title, IReadOnlyList<StudyCell> Cells)> Models(StudySummary study) => study.Measured.GroupBy(c => (c.Strategy.Model.Name, c.Strategy.Conditions)).Select(g => (
        g.Key.Conditions.Name.Length > 0 ? $"{g.Key.Name}-{g.Key.Conditions.Name}" : g.Key.Name,
        g.Key.Name + g.Key.Conditions.Suffix,
        (IReadOnlyList<StudyCell>)[.. g]));
}
