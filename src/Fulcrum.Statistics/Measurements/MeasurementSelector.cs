using System.Globalization;
using Fulcrum.Problems;
using Fulcrum.Statistics.Comparing;

namespace Fulcrum.Statistics.Measurements;

/// <summary>Takes samples out of a measurement file.</summary>
public sealed class MeasurementSelector(MeasurementTable table)
{
    private const int MostProblems = 10;
    private const string Separator = "/";
    private static readonly string[] ValueNames = ["latency_s", "latency_ms", "latency", "time_s", "time_ms", "seconds", "value"];

    /// <summary>Selects rows, groups them and reads their values.</summary>
    /// <exception cref="InputException"><c>column-missing</c>, <c>rows-none</c>, <c>value-not-a-number</c>, <c>value-negative</c>, <c>field-empty</c>; a place is FILE:LINE.</exception>
    public SelectedSamples Select(MeasurementSelection selection)
    {
        MeasurementRow[] kept = Filter(selection.Where);
        int phase = Index("phase");
        MeasurementRow[] rows = phase < 0 || selection.Where.Any(w => w.Column == "phase") ? kept : [.. kept.Where(r => r.Fields[phase] != "warmup")];
        if (rows.Length == 0)
            throw new InputException("rows-none", table.Path, "Every row is of the phase 'warmup'.", "Choose with --where phase=warmup.");
        var columns = new SelectedColumns(selection.GroupBy ?? (Index("model") >= 0 ? ["model"] : []), selection.Factor ?? Levels(rows), selection.Value ?? ValueColumn(),
            selection.Block ?? (Index("round") >= 0 ? "round" : null));
        return new SelectedSamples(Groups(rows, columns), columns, kept.Length - rows.Length, rows.Length);
    }

    private int Index(string column) => ((List<string>)[.. table.Columns]).IndexOf(column);

    private int Require(string column)
    {
        int index = Index(column);
        if (index >= 0)
            return index;
        string meant = Suggestions.Closest(column, table.Columns) is string near ? $"Did you mean '{near}'? " : "";
        throw new InputException("column-missing", $"{table.Path}:1", $"There is no column '{column}'.", $"{meant}Columns: {string.Join(", ", table.Columns)}.");
    }

    private MeasurementRow[] Filter(IReadOnlyList<(string Column, string Value)> where)
    {
        IEnumerable<MeasurementRow> rows = table.Rows;
        foreach (var condition in where.GroupBy(w => w.Column, w => w.Value))
        {
            int index = Require(condition.Key);
            string[] wanted = [.. condition], there = [.. table.Rows.Select(r => r.Fields[index]).Distinct()];
            if (wanted.FirstOrDefault(w => !there.Contains(w)) is string unknown)
                throw new InputException(
                    "rows-none", table.Path, $"No row has {condition.Key}={unknown}.", $"{(Suggestions.Closest(unknown, there) is string near ? $"Did you mean '{near}'? " : "")}Values there: {string.Join(", ", there.Take(20))}.");
            rows = rows.Where(r => wanted.Contains(r.Fields[index]));
        }

        MeasurementRow[] kept = [.. rows];
        return kept.Length > 0 ? kept : throw new InputException("rows-none", table.Path, "No row meets all conditions.", "Loosen --where.");
    }

    private string[] Levels(MeasurementRow[] rows)
    {
        Require("operator");
        int tier = Index("tier");
        return tier >= 0 && rows.Any(r => r.Fields[tier] != rows[0].Fields[tier]) ? ["operator", "tier"] : ["operator"];
    }

    private string ValueColumn() => ValueNames.FirstOrDefault(n => Index(n) >= 0)
        ?? throw new InputException("column-missing", $"{table.Path}:1", "No column is named like a measured value.", $"Name it with --value. Columns: {string.Join(", ", table.Columns)}.");

    private SampleGroup[] Groups(MeasurementRow[] rows, SelectedColumns columns)
    {
        int[] group = [.. columns.GroupBy.Select(Require)], factor = [.. columns.Factor.Select(Require)];
        int value = Require(columns.Value), run = Index("run"), block = columns.Block is string named ? Require(named) : -1;
        var problems = new List<Problem>();
        var samples = new Dictionary<(string Model, string Level), (List<double> Values, List<string> Runs, List<string> Blocks)>();
        foreach (MeasurementRow row in rows)
        {
            foreach (int key in group.Concat(factor).Where(k => row.Fields[k].Length == 0))
                problems.Add(new Problem("field-empty", $"{table.Path}:{row.Line}", $"The column '{table.Columns[key]}' is empty.", "Every row needs its group and its level."));
            double measured = Number(row, value, problems);
            if (problems.Count >= MostProblems)
                break;
            (string, string) place = (columns.GroupBy.Count == 0 ? "all" : Join(row, group), Join(row, factor));
            if (!samples.TryGetValue(place, out var sample))
                samples[place] = sample = ([], [], []);
            sample.Values.Add(measured);
            if (run >= 0)
                sample.Runs.Add(row.Fields[run]);
            if (block >= 0)
                sample.Blocks.Add(row.Fields[block]);
        }

        if (problems.Count > 0)
            throw new InputException(problems);
        return [.. samples.Select(s => new SampleGroup(s.Key.Model, s.Key.Level, s.Value.Values, run < 0 ? null : s.Value.Runs) { Blocks = block < 0 ? null : s.Value.Blocks })];
    }

    private double Number(MeasurementRow row, int column, List<Problem> problems)
    {
        string text = row.Fields[column], place = $"{table.Path}:{row.Line}";
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            problems.Add(new Problem("value-not-a-number", place, $"'{text}' in column '{table.Columns[column]}' is no finite number.", "Write it as 1.25 or 1.25e-3; leave failed runs out."));
        else if (value < 0)
            problems.Add(new Problem("value-negative", place, $"{text} in column '{table.Columns[column]}' is negative.", "A duration is 0 or more."));
        return value;
    }

    private static string Join(MeasurementRow row, int[] columns) => string.Join(Separator, columns.Select(c => row.Fields[c]));
}
