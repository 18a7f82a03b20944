namespace Fulcrum.Graphs;

/// <summary>A function as its caller sees it: the body with the caller's attributes put in.</summary>
public static class FunctionBody
{
    /// <summary>The body as a graph; its inputs and outputs have the function's formal names and no types.</summary>
    /// <param name="function">The function.</param>
    /// <param name="call">The node that calls it.</param>
    public static Graph Bind(Function function, Node call)
    {
        var given = new Dictionary<string, AttributeValue>();
        foreach (NodeAttribute attribute in function.DefaultAttributes.Concat(call.Attributes))
            given[attribute.Name] = attribute.Value;
        return new Graph
        {
            Name = function.Name,
            Nodes = [.. function.Nodes.Select(n => Bind(n, given))],
            Inputs = [.. function.Inputs.Select(i => new ValueInfo(i, null))],
            Outputs = [.. function.Outputs.Select(o => new ValueInfo(o, null))],
            Values = function.Values,
        };
    }

    private static Node Bind(Node node, Dictionary<string, AttributeValue> given) => node with { Attributes = [.. node.Attributes.SelectMany(a => Bind(a, given))] };

    private static IEnumerable<NodeAttribute> Bind(NodeAttribute attribute, Dictionary<string, AttributeValue> given)
    {
        if (attribute.ReferenceName is null)
            return [attribute with { Value = Bind(attribute.Value, given) }];
        return given.TryGetValue(attribute.ReferenceName, out AttributeValue? value) ? [new NodeAttribute(attribute.Name, value)] : [];
    }

    private static AttributeValue Bind(AttributeValue value, Dictionary<string, AttributeValue> given) => value switch
    {
        GraphAttribute a => new GraphAttribute(Bind(a.Value, given)),
        GraphsAttribute a => new GraphsAttribute([.. a.Values.Select(g => Bind(g, given))]),
        _ => value,
    };

    private static Graph Bind(Graph body, Dictionary<string, AttributeValue> given) => body with { Nodes = [.. body.Nodes.Select(n => Bind(n, given))] };
}
