namespace Fulcrum.Graphs;

/// <summary>A graph of ops: plain immutable data. Change it with <c>with</c>; index it with <see cref="GraphIndex"/>.</summary>
public sealed record Graph
{
    /// <summary>The graph's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The nodes, in topological order.</summary>
    public IReadOnlyList<Node> Nodes { get; init; } = [];

    /// <summary>Constant tensors by name, in file order.</summary>
    public IReadOnlyList<Tensor> Initializers { get; init; } = [];

    /// <summary>The inputs, in call order.</summary>
    public IReadOnlyList<ValueInfo> Inputs { get; init; } = [];

    /// <summary>The outputs, in call order.</summary>
    public IReadOnlyList<ValueInfo> Outputs { get; init; } = [];

    /// <summary>Declared types of inner values.</summary>
    public IReadOnlyList<ValueInfo> Values { get; init; } = [];

    /// <summary>Free text from the file.</summary>
    public string? DocString { get; init; }

    /// <summary>Key-value pairs from the file, in file order.</summary>
    public IReadOnlyList<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>Constant tensors that are stored sparsely, in file order; nodes read them as dense ones.</summary>
    public IReadOnlyList<SparseTensor> SparseInitializers { get; init; } = [];

    /// <summary>Encoded <c>quantization_annotation</c> records, carried through.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> QuantizationAnnotations { get; init; } = [];

    /// <summary>Fields that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }
}
