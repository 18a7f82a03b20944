using System.Text.RegularExpressions;
using Fulcrum.Graphs;

namespace Fulcrum.Operators.Composition;

/// <summary>Names or op types of nodes, with * for any text.</summary>
internal static class NodePattern
{
    /// <summary>Whether a pattern is about a node.</summary>
    public static bool Matches(string pattern, Node node) => Matches(pattern, node.Name) || Matches(pattern, node.OpType);

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
