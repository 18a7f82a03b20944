namespace Fulcrum.Graphs.Editing;

/// <summary>Names of values changed where they are read, in subgraphs too.</summary>
internal static class Renaming
{
    /// <summary>A node that reads the new values.</summary>
    public static Node Reads(Node node, IReadOnlyDictionary<string, string> names)
    {
        if (names.Count == 0)
            return node;
        bool inputs = node.Inputs.Any(names.ContainsKey);
        bool bodies = GraphIndex.Bodies(node).Any(b => GraphIndex.Captures(b).Any(names.ContainsKey));
        if (!inputs && !bodies)
            return node;
        return node with
        {
            Inputs = inputs ? [.. node.Inputs.Select(i => names.GetValueOrDefault(i, i))] : node.Inputs,
            Attributes = bodies ? [.. node.Attributes.Select(a => a with { Value = Reads(a.Value, names) })] : node.Attributes,
        };
    }

    private static AttributeValue Reads(AttributeValue value, IReadOnlyDictionary<string, string> names) => value switch
    {
        GraphAttribute a => new GraphAttribute(Reads(a.Value, names)),
        GraphsAttribute a => new GraphsAttribute([.. a.Values.Select(g => Reads(g, names))]),
        _ => value,
    };

    private static Graph Reads(Graph body, IReadOnlyDictionary<string, string> names) => body with
    {
        Nodes = [.. body.Nodes.Select(n => Reads(n, names))],
        Outputs = [.. body.Outputs.Select(o => names.TryGetValue(o.Name, out string? name) ? o with { Name = name } : o)],
    };
}
