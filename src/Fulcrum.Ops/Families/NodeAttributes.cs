using System.Text;
using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Attributes in the forms that definitions need.</summary>
internal static class NodeAttributes
{
    /// <summary>A text, or its default.</summary>
    public static string Text(Node node, string name, string fallback) => node.Attribute(name) is StringAttribute a ? Encoding.UTF8.GetString(a.Value.Span) : fallback;

    /// <summary>A list of integers; null when the node has none of that name.</summary>
    public static long[]? Integers(Node node, string name) => node.Attribute(name) is IntsAttribute a ? [.. a.Values] : null;

    /// <summary>A subgraph; null when the node has none of that name.</summary>
    public static Graph? Body(Node node, string name) => node.Attribute(name) is GraphAttribute a ? a.Value : null;

    /// <summary>An element type, or its default; null when the number stands for none.</summary>
    public static ElementType? Element(Node node, string name, ElementType? fallback) =>
        node.Attribute(name) is not IntAttribute a ? fallback : a.Value is > 0 and <= (int)ElementType.Int2 ? (ElementType)a.Value : null;
}
