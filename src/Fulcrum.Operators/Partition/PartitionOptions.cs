using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Partition;

/// <summary>Where to cut.</summary>
public sealed record PartitionOptions
{
    /// <summary>Tensors of each cut joined by +, first cut to last; empty: cuts of equal size.</summary>
    public IReadOnlyList<string> At { get; init; } = [];

    /// <summary>How many parts of equal size, the studies' rule, when no cut is named. Default 2.</summary>
    public int Parts { get; init; } = 2;

    /// <summary>Options as written: at (names separated by semicolons) or parts.</summary>
    public static PartitionOptions Read(OperatorOptions options) => new() { At = options.List("at"), Parts = options.Number("parts", 2, 2, 16) };
}
