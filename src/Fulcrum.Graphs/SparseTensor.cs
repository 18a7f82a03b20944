namespace Fulcrum.Graphs;

/// <summary>A constant tensor of which only some elements are stored; the others are zero.</summary>
/// <param name="Values">The stored elements, in a list; its name is the tensor's.</param>
/// <param name="Indices">Where they stand: positions in row-major order, or one row of coordinates per element.</param>
/// <param name="Shape">The dimensions of the whole tensor, outermost first.</param>
public sealed record SparseTensor(Tensor Values, Tensor Indices, IReadOnlyList<long> Shape)
{
    /// <summary>The name; empty for attribute values.</summary>
    public string Name => Values.Name;

    /// <summary>Fields that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }
}
