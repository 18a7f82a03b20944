namespace Fulcrum.Graphs;

/// <summary>The type of a value that flows along an edge.</summary>
public abstract record OnnxType
{
    /// <summary>ONNX type denotation, if any.</summary>
    public string? Denotation { get; init; }

    /// <summary>Fields of the file's type record that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }
}

/// <summary>A dense tensor.</summary>
/// <param name="Element">The element type.</param>
/// <param name="Shape">The dimensions, outermost first; null when not even the rank is known.</param>
public sealed record TensorType(ElementType Element, IReadOnlyList<Dim>? Shape) : OnnxType
{
    /// <summary>The element type and the dimensions, for people.</summary>
    public override string ToString() => $"{Element}[{(Shape is null ? "..." : string.Join(",", Shape))}]";
}

/// <summary>A sequence.</summary>
/// <param name="Item">The type of its items; null when undeclared.</param>
public sealed record SequenceType(OnnxType? Item) : OnnxType
{
    /// <inheritdoc/>
    public override string ToString() => $"Sequence({Item})";
}

/// <summary>A value that may be missing.</summary>
/// <param name="Item">The type of the value; null when undeclared.</param>
public sealed record OptionalType(OnnxType? Item) : OnnxType
{
    /// <inheritdoc/>
    public override string ToString() => $"Optional({Item})";
}

/// <summary>A map or sparse type, or a kind newer than this version: carried through as it stands in the file.</summary>
/// <param name="Encoded">The encoded <c>TypeProto</c>.</param>
public sealed record OpaqueType(ReadOnlyMemory<byte> Encoded) : OnnxType;
