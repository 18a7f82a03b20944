using System.Globalization;
using System.Text;
using Fulcrum.Problems;

namespace Fulcrum.Data.Text;

/// <summary>
/// Tab-separated files of texts and labels. Quotes mean nothing; every line has as many columns as the first; a byte-order mark and carriage returns at line ends are dropped.
/// </summary>
internal sealed class TsvFile
{
    /// <summary>A file of another kind is wrong on every line: the first few say enough.</summary>
    private const int MostProblems = 10;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string _path;
    private readonly TsvColumns _columns;
    private readonly int _classes;
    private readonly List<TsvRow> _rows = [];
    private readonly List<Problem> _problems = [];
    private int[] _texts = [];
    private int _label, _width;

    private TsvFile(string path, TsvColumns columns, int classes) => (_path, _columns, _classes) = (path, columns, classes);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="content">UTF-8.</param>
    /// <param name="columns">Which columns.</param>
    /// <param name="classes">Labels are 0 to this, exclusive.</param>
    /// <exception cref="InputException"><c>tsv-encoding</c>, <c>tsv-column</c>, <c>tsv-empty</c>, <c>dataset-label</c>; the place names line and column, both from 1.</exception>
    public static IReadOnlyList<TsvRow> Read(string path, ReadOnlySpan<byte> content, TsvColumns columns, int classes)
    {
        var file = new TsvFile(path, columns, classes);
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[3..];
        for (int line = 1; !content.IsEmpty && file._problems.Count < MostProblems; line++)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            file.ReadLine(line, text.EndsWith("\r"u8) ? text[..^1] : text);
        }

        return file._problems.Count == 0 ? file._rows : throw new InputException(file._problems);
    }

    private void ReadLine(int line, ReadOnlySpan<byte> text)
    {
        if (Fields(line, text) is not { } fields)
            return;
        if (line == 1)
            Locate(fields);
        if (line == 1 && _columns.HasHeader)
            return;
        if (fields.Length != _width)
        {
            Add("tsv-column", line, Math.Min(fields.Length, _width) + 1, $"The line has {fields.Length} columns, the first has {_width}.", "Give every line the same columns, separated by single tabs; quotes protect no tab.");
            return;
        }

        ReadRow(line, fields);
    }

    private void ReadRow(int line, string[] fields)
    {
        string text = fields[_label].Trim();
        bool isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int label);
        if (!isNumber)
            Add("dataset-label", line, _label + 1, $"'{Printable.Of(text, 40)}' is no whole number.", "A label is the number of a class, from 0; a first line of names needs \"header\": true.");
        else if (label < 0 || label >= _classes)
            Add("dataset-label", line, _label + 1, $"A label is {label}, but there are {_classes} classes (0 to {_classes - 1}).", "Correct the number of classes, or the file.");
        foreach (int column in _texts.Where(c => string.IsNullOrWhiteSpace(fields[c])))
            Add("tsv-empty", line, column + 1, "There is no text.", "Remove the line, or write its text.");
        _rows.Add(new TsvRow([.. _texts.Select(c => fields[c])], label));
    }

    private void Locate(string[] first)
    {
        _width = first.Length;
        int Position(TsvColumn column)
        {
            int position = column.Name is null ? column.Number - 1 : Array.IndexOf(first, column.Name);
            if (position >= 0 && position < first.Length)
                return position;
            string there = _columns.HasHeader ? $"The header names: {string.Join(", ", first.Select(f => $"'{f}'"))}." : $"The first line has {first.Length} columns.";
            throw new InputException("tsv-column", $"{_path}: line 1, {column}", "There is no such column.", there);
        }

        _texts = [.. _columns.Texts.Select(Position)];
        _label = Position(_columns.Label);
    }

    private string[]? Fields(int line, ReadOnlySpan<byte> text)
    {
        var fields = new List<string>();
        int before = _problems.Count;
        foreach (Range range in text.Split((byte)'\t'))
        {
            ReadOnlySpan<byte> field = text[range];
            if (field.Contains((byte)0))
                Add("tsv-encoding", line, fields.Count + 1, "There is a NUL byte.", "Save the file as UTF-8 text.");
            fields.Add(Decode(line, fields.Count + 1, field));
        }

        return _problems.Count == before ? [.. fields] : null;
    }

    private string Decode(int line, int column, ReadOnlySpan<byte> field)
    {
        try
        {
            return Strict.GetString(field);
        }
        catch (DecoderFallbackException failure)
        {
            Add("tsv-encoding", line, column, $"Byte {failure.Index + 1} of the column is no UTF-8.", "Save the file as UTF-8 text.");
            return "";
        }
    }

    private void Add(string code, int line, int column, string message, string remedy) => _problems.Add(new Problem(code, $"{_path}: line {line}, column {column}", message, remedy));
}
