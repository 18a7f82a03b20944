using System.Text;
using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Attributes of a node in the form that inference wants them.</summary>
internal static class ReadAttribute
{
    /// <summary>A text; null when there is none.</summary>
    public static string? Text(Node node, string name) => node.Attribute(name) is StringAttribute a ? Encoding.UTF8.GetString(a.Value.Span) : null;

    /// <summary>A list of integers; null when there is none.</summary>
    public static IReadOnlyList<long>? Integers(Node node, string name) => (node.Attribute(name) as IntsAttribute)?.Values;

    /// <summary>How many items a list or tensor attribute has; 0 when there is none.</summary>
    public static long Count(Node node, string name) => node.Attribute(name) switch
    {
        IntsAttribute a => a.Values.Count,
        FloatsAttribute a => a.Values.Count,
        StringsAttribute a => a.Values.Count,
        TensorAttribute a => a.Value.ElementCount,
        _ => 0,
    };
}
