namespace Fulcrum.Graphs;

/// <summary>A whole model: a graph, the op versions it is written in, and what the file says about itself.</summary>
public sealed record Model
{
    /// <summary>The IR version written for models made here: 8, read by every runtime since 2021.</summary>
    public const long DefaultIrVersion = 8;

    /// <summary>The default-domain opset written for models made here.</summary>
    public const long DefaultOpset = 17;

    /// <summary>The ONNX IR version.</summary>
    public long IrVersion { get; init; } = DefaultIrVersion;

    /// <summary>Op versions by domain, in file order.</summary>
    public IReadOnlyList<OpsetImport> Opsets { get; init; } = [new("", DefaultOpset)];

    /// <summary>The tool that made the file.</summary>
    public string? ProducerName { get; init; }

    /// <summary>That tool's version.</summary>
    public string? ProducerVersion { get; init; }

    /// <summary>The model's namespace.</summary>
    public string? Domain { get; init; }

    /// <summary>The model's own version.</summary>
    public long? Version { get; init; }

    /// <summary>Free text from the file.</summary>
    public string? DocString { get; init; }

    /// <summary>The main graph.</summary>
    public required Graph Graph { get; init; }

    /// <summary>Key-value pairs from the file, in file order.</summary>
    public IReadOnlyList<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>Model-local functions, in file order.</summary>
    public IReadOnlyList<Function> Functions { get; init; } = [];

    /// <summary>Fields that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }

    /// <summary>The op version used of a domain; null when the model imports none.</summary>
    public long? Opset(string domain) => OpsetImport.Of(Opsets, domain);
}

/// <summary>The op version that a model uses of one domain.</summary>
/// <param name="Domain">The domain; empty for ONNX itself.</param>
/// <param name="Version">The opset version.</param>
public sealed record OpsetImport(string Domain, long Version)
{
    /// <summary>ONNX spells its own domain two ways: both become the empty one.</summary>
    public static string Canonical(string domain) => domain == "ai.onnx" ? "" : domain;

    /// <summary>The version imported of a domain; null when there is none.</summary>
    public static long? Of(IReadOnlyList<OpsetImport> imports, string domain) =>
        imports.FirstOrDefault(i => Canonical(i.Domain) == Canonical(domain))?.Version;
}
