namespace Fulcrum.Graphs;

/// <summary>A model-local function: a graph without types that stands for an op.</summary>
public sealed record Function
{
    /// <summary>The op type it defines.</summary>
    public required string Name { get; init; }

    /// <summary>The domain it defines it in.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Which of several functions of one name, if any.</summary>
    public string? Overload { get; init; }

    /// <summary>The formal inputs, in order.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The formal outputs, in order.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>Attributes that a caller must give.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>Attributes that a caller may give, with their defaults.</summary>
    public IReadOnlyList<NodeAttribute> DefaultAttributes { get; init; } = [];

    /// <summary>The body, in topological order.</summary>
    public IReadOnlyList<Node> Nodes { get; init; } = [];

    /// <summary>Op versions of the body by domain.</summary>
    public IReadOnlyList<OpsetImport> Opsets { get; init; } = [];

    /// <summary>Declared types of inner values.</summary>
    public IReadOnlyList<ValueInfo> Values { get; init; } = [];

    /// <summary>Free text from the file.</summary>
    public string? DocString { get; init; }

    /// <summary>Key-value pairs from the file, in file order.</summary>
    public IReadOnlyList<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>Fields that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }

    /// <summary>What tells this function from others of a model.</summary>
    public (string Domain, string Name, string Overload) Key => (OpsetImport.Canonical(Domain), Name, Overload ?? "");

    /// <summary>The key of the function that a node calls, if there is one.</summary>
    public static (string Domain, string Name, string Overload) KeyOf(Node node) => (OpsetImport.Canonical(node.Domain), node.OpType, node.Overload ?? "");

    /// <summary>Whether a node calls this function.</summary>
    public bool IsCalledBy(Node node) => KeyOf(node) == Key;
}
