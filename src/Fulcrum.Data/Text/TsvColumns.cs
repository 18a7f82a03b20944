namespace Fulcrum.Data.Text;

/// <summary>A column of a tab-separated file.</summary>
/// <param name="Name">Its name in the header; null when it is known by number.</param>
/// <param name="Number">Its number from 1, when it has no name.</param>
internal readonly record struct TsvColumn(string? Name, int Number)
{
    /// <inheritdoc/>
    public override string ToString() => Name is null ? $"column {Number}" : $"column '{Name}'";
}

/// <summary>Which columns are read.</summary>
/// <param name="Texts">One or two.</param>
/// <param name="Label">The class.</param>
/// <param name="HasHeader">Whether the first line holds names.</param>
internal sealed record TsvColumns(IReadOnlyList<TsvColumn> Texts, TsvColumn Label, bool HasHeader);

/// <summary>A line: its texts and its class.</summary>
internal sealed record TsvRow(IReadOnlyList<string> Texts, int Label);
