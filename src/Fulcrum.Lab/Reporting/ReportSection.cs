namespace Fulcrum.Lab.Reporting;

/// <summary>A part of a report, whatever it is written as.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Blocks">What it holds, top to bottom.</param>
public sealed record ReportSection(string Title, IReadOnlyList<ReportBlock> Blocks);

/// <summary>A paragraph, a list, a table or a figure.</summary>
public abstract record ReportBlock;

/// <summary>A paragraph.</summary>
public sealed record ReportText(string Text) : ReportBlock;

/// <summary>A list.</summary>
public sealed record ReportList(IReadOnlyList<string> Items) : ReportBlock;

/// <summary>A table.</summary>
/// <param name="Caption">What it shows; null where the section's title says so.</param>
/// <param name="Columns">The first line.</param>
/// <param name="Rows">As many fields each; numbers stand at the right.</param>
public sealed record ReportTable(string? Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportBlock
{
    /// <summary>Whether a column holds numbers only, or nothing.</summary>
    public bool IsNumeric(int column) => Rows.All(r => r[column].Length == 0 || r[column] == "-" || char.IsAsciiDigit(r[column][0]) || (r[column].Length > 1 && r[column][0] == '-' && char.IsAsciiDigit(r[column][1])));
}

/// <summary>A drawing.</summary>
/// <param name="Name">What its file is called where it is a file of its own.</param>
/// <param name="Caption">Below it.</param>
/// <param name="Svg">It.</param>
public sealed record ReportFigure(string Name, string Caption, string Svg) : ReportBlock;
