using System.Globalization;

namespace Fulcrum.Graphs;

/// <summary>One dimension: a known size, a named symbol (<c>batch</c>), or unknown.</summary>
/// <param name="Size">The size, if known.</param>
/// <param name="Symbol">The symbol, if named; null otherwise.</param>
public readonly record struct Dim(long? Size, string? Symbol = null)
{
    /// <summary>ONNX dimension denotation (<c>DATA_BATCH</c>), if any.</summary>
    public string? Denotation { get; init; }

    /// <summary>A dimension about which nothing is known.</summary>
    public static Dim Unknown => default;

    /// <summary>A dimension known only by name.</summary>
    public static Dim Named(string symbol) => new(null, symbol);

    /// <summary>A known size.</summary>
    public static implicit operator Dim(long size) => new(size);

    /// <inheritdoc/>
    public override string ToString() => Size?.ToString(CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}
