namespace Fulcrum.Graphs;

/// <summary>A named value with its declared type: a graph input or output, or an annotation on an edge.</summary>
/// <param name="Name">The name, unique in its graph.</param>
/// <param name="Type">The declared type; null when the file declares none.</param>
public sealed record ValueInfo(string Name, OnnxType? Type)
{
    /// <summary>A tensor value.</summary>
    public ValueInfo(string name, ElementType element, params Dim[] shape) : this(name, new TensorType(element, shape))
    {
    }

    /// <summary>Free text from the file.</summary>
    public string? DocString { get; init; }

    /// <summary>Key-value pairs from the file, in file order.</summary>
    public IReadOnlyList<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>Fields that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }

    /// <summary>The type as a tensor type; null when it is another kind or undeclared.</summary>
    public TensorType? Tensor => Type as TensorType;
}

/// <summary>A key-value pair of <c>metadata_props</c>.</summary>
public sealed record MetadataEntry(string Key, string Value);
