using System.Text;
using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Reads attributes as several ops spell them.</summary>
internal static class Attributes
{
    /// <summary>A string attribute, or its default.</summary>
    public static string Text(this Node node, string name, string defaultValue) =>
        node.Attribute(name) is StringAttribute a ? Encoding.UTF8.GetString(a.Value.Span) : defaultValue;

    /// <summary>A list of integers; null when the node has none of that name.</summary>
    public static long[]? List(this Node node, string name) => node.Attribute(name) is IntsAttribute a ? [.. a.Values] : null;

    /// <summary>An element type given as a number; null when there is none with that number.</summary>
    public static ElementType? Element(this Node node, string name, ElementType defaultValue) =>
        node.Int(name, (long)defaultValue) is > 0 and <= (long)ElementType.Int2 and long number ? (ElementType)number : null;
}
