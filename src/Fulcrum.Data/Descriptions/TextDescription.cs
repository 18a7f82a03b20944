using System.Text.Json;
using Fulcrum.Data.Text;
using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>How lines of tab-separated files become token ids; for splits of format tsv.</summary>
internal sealed record TextDescription
{
    /// <summary>The columns of text, one or two: names where there is a header, or numbers from 1.</summary>
    public required IReadOnlyList<JsonElement> Columns { get; init; }

    /// <summary>The column of labels, in the same way.</summary>
    public required JsonElement Label { get; init; }

    /// <summary>Whether the first line names the columns. Default false.</summary>
    public bool? Header { get; init; }

    /// <summary>A file (token per line, the line's index is the id), or <c>{"from": "train", "size": N}</c>: the most frequent tokens of the training split.</summary>
    public required JsonElement Vocabulary { get; init; }

    /// <summary>Whether text is lower-cased first. Default true.</summary>
    public bool? LowerCase { get; init; }

    /// <summary>The id that fills short samples. Default 0.</summary>
    public int? Pad { get; init; }

    /// <summary>The id of tokens that the vocabulary lacks. Default 1.</summary>
    public int? Unknown { get; init; }

    /// <summary>The id between two texts; needed with two columns.</summary>
    public int? Separator { get; init; }

    /// <summary>The reserved ids.</summary>
    public SpecialIds Ids => new(Pad ?? 0, Unknown ?? 1, Columns.Count == 2 ? Separator : null);

    /// <summary>The columns as the reader wants them.</summary>
    /// <exception cref="InputException"><c>dataset-description</c>.</exception>
    public TsvColumns ToColumns(string path)
    {
        if (Columns.Count is 0 or > 2)
            throw DescribedDataset.Wrong(path, "$.text.columns", $"{Columns.Count} columns of text; one or two can be used.");
        if (Columns.Count == 2 && Separator is null)
            throw DescribedDataset.Wrong(path, "$.text.separator", "Two columns of text need an id between them.");
        if (Ids.All.Any(id => id < 0) || Ids.All.Distinct().Count() != Ids.All.Count)
            throw DescribedDataset.Wrong(path, "$.text", $"The ids {string.Join(", ", Ids.All)} of pad, unknown and separator must differ and not be negative.");
        return new TsvColumns([.. Columns.Select((c, i) => Column(path, $"$.text.columns[{i}]", c))], Column(path, "$.text.label", Label), Header ?? false);
    }

    private TsvColumn Column(string path, string place, JsonElement column) => column.ValueKind switch
    {
        JsonValueKind.Number when column.TryGetInt32(out int number) && number >= 1 => new TsvColumn(null, number),
        JsonValueKind.String when Header == true => new TsvColumn(column.GetString(), 0),
        JsonValueKind.String => throw DescribedDataset.Wrong(path, place, "A column has a name only where the file has a header.", "Write \"header\": true, or the column's number from 1."),
        _ => throw DescribedDataset.Wrong(path, place, "A column is its name in the header, or its number from 1."),
    };
}

/// <summary>A vocabulary that is made from a split.</summary>
internal sealed record VocabularyDescription
{
    /// <summary>Always train.</summary>
    public required string From { get; init; }

    /// <summary>Tokens in all, the reserved ones among them.</summary>
    public required int Size { get; init; }
}
