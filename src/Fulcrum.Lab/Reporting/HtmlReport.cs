using System.Net;
using System.Text;

namespace Fulcrum.Lab.Reporting;

/// <summary>A report as one HTML page that needs nothing else.</summary>
public static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --page: #ffffff; --card: #f6f8fa; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --line: #30363d; --page: #0d1117; --card: #161b22; } }
        body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
        h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .4rem; } p, li { max-width: 60rem; }
        .scroll { overflow-x: auto; margin: .8rem 0; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .88rem; } caption { text-align: left; font-weight: 600; padding: .3rem 0; }
        th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; } td.w { white-space: normal; min-width: 24rem; } th.n, td.n { text-align: right; } thead th { border-bottom: 2px solid var(--line); }
        figure { margin: 1rem 0; padding: .8rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; } figcaption { color: var(--soft); font-size: .9rem; } svg { max-width: 100%; height: auto; }
        """;

    /// <summary>Characters from which a field may take several lines.</summary>
    private const int Long = 60;

    /// <summary>The page.</summary>
    public static string Render(string title, IReadOnlyList<ReportSection> sections)
    {
        var html = new StringBuilder($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{Text(title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{Text(title)}</h1>\n");
        foreach (ReportSection section in sections)
        {
            html.Append($"<h2>{Text(section.Title)}</h2>\n");
            foreach (ReportBlock block in section.Blocks)
                html.Append(Block(block));
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static string Block(ReportBlock block) => block switch
    {
        ReportText text => $"<p>{Text(text.Text)}</p>\n",
        ReportList list => $"<ul>\n{string.Concat(list.Items.Select(i => $"<li>{Text(i)}</li>\n"))}</ul>\n",
        ReportFigure figure => $"<figure>{figure.Svg}<figcaption>{Text(figure.Caption)}</figcaption></figure>\n",
        ReportTable table => Table(table),
        _ => throw new ArgumentException($"{block.GetType().Name} is no block that a page can show.", nameof(block)),
    };

    private static string Table(ReportTable table)
    {
        string[] classes = [.. table.Columns.Select((_, c) => table.IsNumeric(c) ? " class=\"n\"" : "")];
        for (int c = 0; c < classes.Length; c++)
            classes[c] = table.Rows.Any(r => r[c].Length > Long) ? " class=\"w\"" : classes[c];
        string Row(IReadOnlyList<string> fields, string tag, string more = "") => $"<tr>{string.Concat(fields.Select((f, c) => $"<{tag}{classes[c]}{more}>{Text(f)}</{tag}>"))}</tr>\n";
        return $"<div class=\"scroll\" tabindex=\"0\"><table>{(table.Caption is string caption ? $"<caption>{Text(caption)}</caption>" : "")}\n<thead>{Row(table.Columns, "th", " scope=\"col\"")}</thead>\n<tbody>\n{string.Concat(table.Rows.Select(r => Row(r, "td")))}</tbody></table></div>\n";
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
