using System.Globalization;
using Fulcrum.Lab.Studies;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Statistics.Measurements;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Lab.Recommending;

/// <summary>Which rows of a file of measurements are taken.</summary>
public sealed record MeasurementQuery
{
    /// <summary>The tiers and links.</summary>
    public required TierSystem System { get; init; }

    /// <summary>Names that the model has in a column <c>model</c>, in any case.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The column measured; a name ending in <c>_ms</c> is in milliseconds. Null: the first of the usual names that is there.</summary>
    public string? Value { get; init; }

    /// <summary>Of a column <c>mode</c>, the rows that are taken. Default those of Fulcrum's own way.</summary>
    public string Mode { get; init; } = "fulcrum";
}

/// <summary>The median of one operator on one placement under one set of conditions.</summary>
/// <param name="Operator">As the file names it.</param>
/// <param name="Tiers">Positions of the tiers that compute.</param>
/// <param name="Cell">The figures; its strategy is not resolved yet.</param>
public sealed record ReadCell(string Operator, int[] Tiers, MeasuredCell Cell);

/// <summary>Reads measurements of strategies: those of a study, or anybody's (docs/recommending.md).</summary>
public sealed class MeasurementReader
{
    private const int MostProblems = 10;

    /// <summary>Relative spread of requests where a file says nothing of it.</summary>
    private const double UsualSpread = 0.1;

    private static readonly string[] ValueNames = ["latency_s", "latency_ms", "median_s", "median_ms", "p50_s", "p50_ms", "latency", "time_s", "time_ms", "seconds"];
    private readonly MeasurementTable _table;
    private readonly MeasurementQuery _query;
    private readonly List<string> _columns;
    private readonly PhaseColumns? _phases;
    private readonly int _value, _operator, _tier, _count;
    private readonly int[] _rates;
    private readonly List<Problem> _problems = [];

    private MeasurementReader(MeasurementTable table, MeasurementQuery query)
    {
        (_table, _query, _columns) = (table, query, [.. table.Columns]);
        (_operator, _tier, _count) = (Require("operator"), Require("tier"), _columns.IndexOf("n"));
        _value = query.Value is string name ? Require(name) : ValueNames.Select(c => _columns.IndexOf(c)).FirstOrDefault(i => i >= 0, -1);
        if (_value < 0)
            throw new InputException("column-missing", $"{table.Path}:1", "No column is named like a measured value.", $"Name it with --value. Columns: {string.Join(", ", _columns)}.");
        string[] known = [.. query.System.Links.Select(l => $"{StudyConditions.NameOf(l)}_mbps")];
        if (_columns.FirstOrDefault(c => c.EndsWith("_mbps", StringComparison.Ordinal) && !known.Contains(c)) is string unknown)
            throw new InputException("column-unknown", $"{table.Path}:1", $"The column '{unknown}' is of no link of the tiers file.", Suggestions.Closest(unknown, known) is string near ? $"Did you mean '{near}'?" : $"Columns of links: {string.Join(", ", known)}.");
        _rates = [.. known.Select(c => _columns.IndexOf(c))];
        _phases = PhaseColumns.Find(table, query.System);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Those of reading a table; <c>column-missing</c>, <c>column-unknown</c>, <c>measurements-foreign</c> (none is of the model), <c>tier-unknown</c>, <c>value-not-a-number</c>; places are FILE:LINE.</exception>
    public static IReadOnlyList<ReadCell> Read(string path, MeasurementQuery query) => new MeasurementReader(MeasurementTable.Read(path), query).Cells();

    private List<ReadCell> Cells()
    {
        var cells = new Dictionary<(string, string, string), (string Operator, int[] Tiers, LinkFacts Links, List<MeasurementRow> Rows)>();
        foreach (MeasurementRow row in Rows())
        {
            if (PlacementText.Parse(row.Fields[_tier], _query.System) is not { } tiers)
                _problems.Add(PlacementText.Unknown(row.Fields[_tier], $"{_table.Path}:{row.Line}", _query.System));
            else if (Links(row) is { } links)
            {
                string name = row.Fields[_operator];
                name = name.EndsWith(Strategy.ControlMark, StringComparison.Ordinal) ? name[..^Strategy.ControlMark.Length] : name;
                var key = (name, string.Join(' ', tiers), links.Key);
                if (!cells.TryGetValue(key, out var cell))
                    cells[key] = cell = (name, tiers, links, []);
                cell.Rows.Add(row);
            }

            if (_problems.Count >= MostProblems)
                break;
        }

        List<ReadCell> read = _problems.Count > 0 ? [] : [.. cells.Values.Select(c => new ReadCell(c.Operator, c.Tiers, Summary(c.Links, c.Rows)))];
        return _problems.Count == 0 ? read : throw new InputException([.. _problems.Take(MostProblems)]);
    }

    /// <summary>Rows of the model, made the way that is asked for, behind the warm-up.</summary>
    private IEnumerable<MeasurementRow> Rows()
    {
        IEnumerable<MeasurementRow> rows = _table.Rows;
        if (_columns.IndexOf("model") is >= 0 and int model)
        {
            rows = rows.Where(r => _query.Models.Contains(r.Fields[model], StringComparer.OrdinalIgnoreCase));
            if (!rows.Any())
            {
                string[] there = [.. _table.Rows.Select(r => r.Fields[model]).Distinct().Take(20)];
                throw new InputException(
                    "measurements-foreign", $"{_table.Path}:{_table.Rows[0].Line}", $"No row is of the model '{_query.Models[0]}'; there are {string.Join(", ", there)}.",
                    $"{(Suggestions.Closest(_query.Models[0], there) is string near ? $"Did you mean '{near}'? " : "")}Say with --model-name what it is called there.");
            }
        }

        if (_columns.IndexOf("mode") is >= 0 and int mode)
        {
            rows = rows.Where(r => r.Fields[mode] == _query.Mode);
            if (!rows.Any())
                throw new InputException("rows-none", _table.Path, $"No row of the model has the mode '{_query.Mode}'.", $"Choose with --mode: {string.Join(", ", _table.Rows.Select(r => r.Fields[mode]).Distinct().Take(5))}.");
        }

        return _columns.IndexOf("phase") is >= 0 and int phase ? rows.Where(r => r.Fields[phase] != "warmup") : rows;
    }

    private LinkFacts? Links(MeasurementRow row)
    {
        Conditions conditions = Conditions.Of(_query.System);
        for (int link = 0; link < _rates.Length; link++)
        {
            if (_rates[link] < 0 || row.Fields[_rates[link]].Length == 0)
                continue;
            if (!(Number(row, _rates[link]) is double mbps))
                return null;
            conditions = conditions.WithLink(link, mbps * 1e6 / _query.System.Links[link].UpBitsPerSecond);
            conditions.UpBitsPerSecond[link] = mbps * 1e6;
        }

        return LinkFacts.Of(_query.System, conditions);
    }

    private MeasuredCell Summary(LinkFacts links, List<MeasurementRow> rows)
    {
        double unit = _columns[_value].EndsWith("_ms", StringComparison.Ordinal) ? 1e-3 : 1;
        double[] values = [.. rows.Select(r => Number(r, _value)).OfType<double>().Select(v => unit * v)];
        if (values.Length == 0)
            return new MeasuredCell(0, links, 1, 0, 1);
        double median = Quantile.Median(values);
        int runs = values.Length == 1 && _count >= 0 && int.TryParse(rows[0].Fields[_count], NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 ? n : values.Length;
        double spread = values.Length < 4 ? UsualSpread : Math.Max(0.01, (Quantile.Of(values, 0.75) - Quantile.Of(values, 0.25)) / 1.349 / median);
        return new MeasuredCell(0, links, median, runs, 1.2533 * spread / Math.Sqrt(runs), _phases?.Medians(rows));
    }

    /// <summary>A positive number; null after a problem.</summary>
    private double? Number(MeasurementRow row, int column)
    {
        if (double.TryParse(row.Fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value > 0)
            return value;
        _problems.Add(new Problem("value-not-a-number", $"{_table.Path}:{row.Line}", $"'{row.Fields[column]}' in column '{_columns[column]}' is no positive number.", "Leave failed runs out."));
        return null;
    }

    private int Require(string column) => _columns.IndexOf(column) is >= 0 and int index
        ? index
        : throw new InputException("column-missing", $"{_table.Path}:1", $"There is no column '{column}'.", $"{(Suggestions.Closest(column, _columns) is string near ? $"Did you mean '{near}'? " : "")}Columns: {string.Join(", ", _columns)}.");
}
