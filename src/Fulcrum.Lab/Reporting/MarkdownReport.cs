using System.Text;

namespace Fulcrum.Lab.Reporting;

/// <summary>A report as Markdown; figures are files beside it.</summary>
public static class MarkdownReport
{
    /// <summary>The text.</summary>
    public static string Render(string title, IReadOnlyList<ReportSection> sections)
    {
        var text = new StringBuilder($"# {title}\n");
        foreach (ReportSection section in sections)
        {
            text.Append($"\n## {section.Title}\n");
            foreach (ReportBlock block in section.Blocks)
                text.Append('\n').Append(Block(block));
        }

        return text.ToString();
    }

    /// <summary>The name of a figure's file.</summary>
    public static string FileOf(ReportFigure figure) => $"{figure.Name}.svg";

    private static string Block(ReportBlock block) => block switch
    {
        ReportText text => $"{text.Text}\n",
        ReportList list => string.Concat(list.Items.Select(i => $"- {i}\n")),
        ReportFigure figure => $"![{figure.Caption}]({FileOf(figure)})\n",
        ReportTable table => Table(table),
        _ => throw new ArgumentException($"{block.GetType().Name} is no block that Markdown can show.", nameof(block)),
    };

    private static string Table(ReportTable table)
    {
        string Row(IEnumerable<string> fields) => $"| {string.Join(" | ", fields.Select(f => f.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
        return $"{(table.Caption is string caption ? $"{caption}:\n\n" : "")}{Row(table.Columns)}{Row(table.Columns.Select((_, c) => table.IsNumeric(c) ? "---:" : "---"))}{string.Concat(table.Rows.Select(Row))}";
    }
}
