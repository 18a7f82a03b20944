using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Fulcrum.Problems;

namespace Fulcrum.Statistics.Measurements;

/// <summary>One row of a measurement file.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Fields">One text for each column.</param>
public sealed record MeasurementRow(int Line, IReadOnlyList<string> Fields);

/// <summary>A file of measurements as read: comma-separated text (RFC 4180, UTF-8) with a header.</summary>
/// <param name="Path">Where it was read from.</param>
/// <param name="Columns">Names in the header.</param>
/// <param name="Rows">Rows below it; blank lines are left out.</param>
public sealed record MeasurementTable(string Path, IReadOnlyList<string> Columns, IReadOnlyList<MeasurementRow> Rows)
{
    private const int MostProblems = 10;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException"><c>file-not-found</c>, <c>file-not-readable</c>, <c>csv-empty</c>, <c>csv-header</c>, <c>csv-row-width</c>, <c>csv-quotes</c>; a place is FILE:LINE.</exception>
    public static MeasurementTable Read(string path)
    {
        if (!File.Exists(path))
            throw new InputException("file-not-found", path, "There is no such file.");
        try
        {
            using var reader = new StreamReader(path);
            return Parse(path, reader);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("file-not-readable", path, failure.Message, "", failure);
        }
    }

    private static MeasurementTable Parse(string path, TextReader reader)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Mode = CsvMode.RFC4180,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = bad => throw new InputException("csv-quotes", $"{path}:{bad.Context.Parser!.RawRow}", "A quotation mark stands where none may be.", "Quote whole fields, and double quotation marks inside them."),
        };
        using var parser = new CsvParser(reader, configuration);
        if (!parser.Read())
            throw new InputException("csv-empty", path, "The file is empty.", "The first line names the columns: model,operator,tier,run,phase,latency_s.");
        string[] columns = Header(path, parser.Record!);
        var rows = new List<MeasurementRow>();
        var problems = new List<Problem>();
        while (problems.Count < MostProblems && parser.Read())
        {
            string[] fields = parser.Record!;
            if (fields.Length != columns.Length)
                problems.Add(new Problem("csv-row-width", $"{path}:{parser.RawRow}", $"The row has {fields.Length} fields, the header {columns.Length}.", "Write every field, an empty one as well."));
            rows.Add(new MeasurementRow(parser.RawRow, fields));
        }

        if (problems.Count > 0)
            throw new InputException(problems);
        return rows.Count > 0 ? new MeasurementTable(path, columns, rows) : throw new InputException("csv-empty", path, "There are no rows below the header.");
    }

    private static string[] Header(string path, string[] columns)
    {
        if (columns.GroupBy(c => c).FirstOrDefault(c => c.Count() > 1) is { } twice)
            throw new InputException("csv-header", $"{path}:1", $"The column '{twice.Key}' occurs twice.", "Name each column once.");
        if (columns.Any(c => c.Length == 0))
            throw new InputException("csv-header", $"{path}:1", "A column has no name.", "The first line names every column.");
        return columns;
    }
}
