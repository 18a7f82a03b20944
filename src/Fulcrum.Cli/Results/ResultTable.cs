using Spectre.Console;

namespace Fulcrum.Cli.Results;

/// <summary>Tables whose cells are plain text: nothing in a model's names is taken as markup or sent to the terminal as control characters.</summary>
internal static class ResultTable
{
    /// <summary>A table whose last column takes what room there is.</summary>
    public static Table Create(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)).NoWrap());
        if (columns.Length > 0)
            table.Columns[^1].NoWrap = false;
        return table;
    }

    public static Table Right(this Table table, params int[] columns)
    {
        foreach (int column in columns)
            table.Columns[column].RightAligned();
        return table;
    }

    public static Table Row(this Table table, params string[] cells) => table.AddRow([.. cells.Select(c => new Text(Plain(c)))]);

    /// <summary>Text without control and direction characters, of a length that a terminal can show.</summary>
    public static string Plain(string text)
    {
        const int longest = 160;
        string cut = text.Length <= longest ? text : text[..(longest - 3)] + "...";
        return string.Concat(cut.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '?' : c));
    }
}
