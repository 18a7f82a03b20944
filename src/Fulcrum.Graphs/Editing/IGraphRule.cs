namespace Fulcrum.Graphs.Editing;

/// <summary>A small, named change that applies to one node and its surroundings.</summary>
public interface IGraphRule
{
    /// <summary>Its name in records, kebab-case.</summary>
    string Name { get; }

    /// <summary>The edit for a node, or why there is none.</summary>
    /// <param name="index">The graph as it is now.</param>
    /// <param name="node">A node of it.</param>
    RuleMatch Match(GraphIndex index, Node node);
}

/// <summary>What a rule says of a node.</summary>
/// <param name="Edit">What to change; null when the rule does not apply.</param>
/// <param name="Reason">Why it does not apply; empty when it does.</param>
public sealed record RuleMatch(GraphEdit? Edit, string Reason)
{
    /// <summary>The rule applies.</summary>
    public static RuleMatch Of(GraphEdit edit) => new(edit, "");

    /// <summary>The rule does not apply.</summary>
    public static RuleMatch No(string reason) => new(null, reason);
}

/// <summary>An edit that was made.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Node">The node it matched, as shown to people.</param>
/// <param name="NodesBefore">Nodes of the graph before.</param>
/// <param name="NodesAfter">Nodes of the graph after.</param>
public sealed record RuleRecord(string Rule, string Node, int NodesBefore, int NodesAfter);
