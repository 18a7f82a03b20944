namespace Fulcrum.Graphs;

/// <summary>The type of a value that flows along an edge.</summary>
public abstract record ValueType
{
    /// <summary>Fields of the file's type record that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }
}

/// <summary>A dense tensor.</summary>
/// <param name="Element">The element type.</param>
/// <param name="Shape">The dimensions, outermost first; null when not even the rank is known.</param>
public sealed record TensorType(ElementType Element, IReadOnlyList<Dim>? Shape) : ValueType
{
    /// <summary>ONNX type denotation, if any.</summary>
    public string? Denotation { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Element}[{(Shape is null ? "..." : string.Join(",", Shape))}]";
}

/// <summary>A sequence, map, optional or sparse type: carried through as it stands in the file.</summary>
/// <param name="Encoded">The encoded <c>TypeProto</c>.</param>
public sealed record OpaqueType(ReadOnlyMemory<byte> Encoded) : ValueType;
