using System.Globalization;
using Fulcrum.Planning.Tables;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Cli.Planning;

/// <summary>The conditions of a table as text: <c>LINK=LEAST..MOST:POINTS</c> and <c>TIER=LEAST..MOST:POINTS</c>, points even in the logarithm.</summary>
internal static class GridText
{
    private const int MostPoints = 64;

    /// <summary>The grid; null when nothing varies.</summary>
    /// <exception cref="InputException"><c>option-malformed</c>, one for each.</exception>
    public static ConditionGrid? Parse(TierSystem system, IReadOnlyList<string> rates, IReadOnlyList<string> slowdowns, double requests)
    {
        if (rates.Count + slowdowns.Count == 0)
            return null;
        List<Problem> problems = [];
        string[] links = [.. system.Links.Select(l => $"{l.From}-{l.To}")], tiers = [.. system.Tiers.Select(t => t.Name)];
        var grid = new ConditionGrid
        {
            Rates = All(rates, "--rates", links, "1Mbps..200Mbps:8", t => QuantityText.Parse(t, Unit.DataRate), problems),
            Slowdowns = All(slowdowns, "--slowdowns", tiers, "1..8:4", Number, problems),
            ExpectedRequests = [requests],
        };
        return problems.Count == 0 ? grid : throw new InputException(problems);
    }

    private static Dictionary<int, IReadOnlyList<double>> All(IReadOnlyList<string> texts, string option, string[] names, string example, Func<string, (double, string?)> value, List<Problem> problems)
    {
        Dictionary<int, IReadOnlyList<double>> all = [];
        foreach (string text in texts)
        {
            int equals = text.LastIndexOf('='), name = equals < 0 ? -1 : Array.IndexOf(names, text[..equals]);
            (IReadOnlyList<double> points, string? error) = name < 0 ? ([], $"'{(equals < 0 ? text : text[..equals])}' is none of {string.Join(", ", names)}.") : Points(text[(equals + 1)..], value);
            if (error is null && !all.TryAdd(name, points))
                error = $"{names[name]} is given twice.";
            if (error is not null)
                problems.Add(new Problem("option-malformed", option, error, $"Use for example {option} {names.FirstOrDefault() ?? "NAME"}={example}."));
        }

        return all;
    }

    private static (IReadOnlyList<double>, string?) Points(string text, Func<string, (double, string?)> value)
    {
        if (text.Split("..") is not [string least, string rest] || rest.Split(':') is not [string most, string count])
            return ([], $"'{text}' is no range LEAST..MOST:POINTS.");
        ((double from, string? wrong), (double to, string? also)) = (value(least), value(most));
        if ((wrong ?? also) is string error)
            return ([], error);
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int points) || points is < 2 or > MostPoints)
            return ([], $"'{count}' is no number of points from 2 to {MostPoints}.");
        return from > 0 && from < to ? ([.. Enumerable.Range(0, points).Select(i => i == points - 1 ? to : from * Math.Pow(to / from, (double)i / (points - 1)))], null) : ([], $"'{text}' is no range from a positive number to a larger one.");
    }

    private static (double, string?) Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? (value, null) : (0, $"'{text}' is no number.");
}
