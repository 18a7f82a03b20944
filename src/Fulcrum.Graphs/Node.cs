using System.Text;

namespace Fulcrum.Graphs;

/// <summary>One ONNX op applied to named values.</summary>
public sealed record Node
{
    /// <summary>A node of the default domain.</summary>
    public Node(string opType, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, params NodeAttribute[] attributes)
    {
        OpType = opType;
        Inputs = inputs;
        Outputs = outputs;
        Attributes = attributes;
    }

    /// <summary>The op, e.g. <c>Gemm</c>.</summary>
    public string OpType { get; init; }

    /// <summary>The op's domain; empty for ONNX itself.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The op with its domain, <c>com.microsoft.Gelu</c>; ops of ONNX itself without one.</summary>
    public string QualifiedOp => OpsetImport.Canonical(Domain).Length == 0 ? OpType : $"{Domain}.{OpType}";

    /// <summary>Overload of a model-local function, if any.</summary>
    public string? Overload { get; init; }

    /// <summary>The node's name; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Names of the values read; an empty name is an optional input left out.</summary>
    public IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Names of the values produced; an empty name is an output nobody wants.</summary>
    public IReadOnlyList<string> Outputs { get; init; }

    /// <summary>The attributes, in file order.</summary>
    public IReadOnlyList<NodeAttribute> Attributes { get; init; }

    /// <summary>Free text from the file.</summary>
    public string? DocString { get; init; }

    /// <summary>Key-value pairs from the file, in file order.</summary>
    public IReadOnlyList<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>Fields that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }

    /// <summary>The attribute's value, or null when the node has none of that name.</summary>
    public AttributeValue? Attribute(string name) => Attributes.FirstOrDefault(a => a.Name == name)?.Value;

    /// <summary>An integer attribute, or its default.</summary>
    public long Int(string name, long defaultValue) => Attribute(name) is IntAttribute a ? a.Value : defaultValue;

    /// <summary>A float attribute, or its default.</summary>
    public float Float(string name, float defaultValue) => Attribute(name) is FloatAttribute a ? a.Value : defaultValue;

    /// <summary>A string attribute, or its default.</summary>
    public string Text(string name, string defaultValue) => Attribute(name) is StringAttribute a ? Encoding.UTF8.GetString(a.Value.Span) : defaultValue;

    /// <summary>A list of integers; null when the node has none of that name.</summary>
    public IReadOnlyList<long>? Integers(string name) => (Attribute(name) as IntsAttribute)?.Values;

    /// <summary>A subgraph; null when the node has none of that name.</summary>
    public Graph? Body(string name) => (Attribute(name) as GraphAttribute)?.Value;

    /// <summary>An element type, or its default when none is named; null when the number stands for none.</summary>
    public ElementType? Element(string name, ElementType? defaultValue) => Int(name, 0) switch
    {
        0 => defaultValue,
        > 0 and <= (long)ElementType.Int2 and long number => (ElementType)number,
        _ => null,
    };

    /// <summary>How many items a list or tensor attribute has; 0 when there is none.</summary>
    public long ItemCount(string name) => Attribute(name) switch
    {
        IntsAttribute a => a.Values.Count,
        FloatsAttribute a => a.Values.Count,
        StringsAttribute a => a.Values.Count,
        TensorAttribute a => a.Value.ElementCount,
        _ => 0,
    };

    /// <summary>The node's name, or op and first output when it has none: for messages.</summary>
    public string Display => Name.Length > 0 ? Name : $"{OpType}({(Outputs.Count > 0 ? Outputs[0] : "")})";
}
