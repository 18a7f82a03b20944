namespace Fulcrum.Graphs;

/// <summary>A named attribute of a node.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Value">Its value.</param>
public sealed record NodeAttribute(string Name, AttributeValue Value)
{
    /// <summary>In a function body: the function's attribute that this one stands for.</summary>
    public string? ReferenceName { get; init; }

    /// <summary>Free text from the file.</summary>
    public string? DocString { get; init; }

    /// <summary>Fields that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }

    /// <summary>An integer attribute.</summary>
    public static NodeAttribute Of(string name, long value) => new(name, new IntAttribute(value));

    /// <summary>A float attribute.</summary>
    public static NodeAttribute Of(string name, float value) => new(name, new FloatAttribute(value));

    /// <summary>A list of integers.</summary>
    public static NodeAttribute Of(string name, IReadOnlyList<long> values) => new(name, new IntsAttribute(values));

    /// <summary>A string attribute, as UTF-8.</summary>
    public static NodeAttribute Of(string name, string value) => new(name, new StringAttribute(System.Text.Encoding.UTF8.GetBytes(value)));

    /// <summary>A tensor attribute.</summary>
    public static NodeAttribute Of(string name, Tensor value) => new(name, new TensorAttribute(value));
}
