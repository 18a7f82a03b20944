namespace Fulcrum.Graphs.Editing;

/// <summary>Names of values changed where they are read, in subgraphs too.</summary>
public static class Renaming
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

    /// <summary>A node whose every value has another name, those within its subgraphs too; its own name is kept.</summary>
    public static Node All(Node node, Func<string, string> name) => node with
    {
        Inputs = [.. node.Inputs.Select(name)],
        Outputs = [.. node.Outputs.Select(name)],
        Attributes = [.. node.Attributes.Select(a => a with { Value = All(a.Value, name) })],
    };

    private static AttributeValue All(AttributeValue value, Func<string, string> name) => value switch
    {
        GraphAttribute a => new GraphAttribute(All(a.Value, name)),
        GraphsAttribute a => new GraphsAttribute([.. a.Values.Select(g => All(g, name))]),
        _ => value,
    };

    private static Graph All(Graph body, Func<string, string> name) => body with
    {
        Nodes = [.. body.Nodes.Select(n => All(n, name))],
        Inputs = [.. body.Inputs.Select(v => v with { Name = name(v.Name) })],
        Outputs = [.. body.Outputs.Select(v => v with { Name = name(v.Name) })],
        Values = [.. body.Values.Select(v => v with { Name = name(v.Name) })],
        Initializers = [.. body.Initializers.Select(t => t with { Name = name(t.Name) })],
        SparseInitializers = [.. body.SparseInitializers.Select(t => t with { Values = t.Values with { Name = name(t.Values.Name) } })],
    };

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
