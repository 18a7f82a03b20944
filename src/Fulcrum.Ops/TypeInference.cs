using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>Computes the types of a graph's values from its inputs and constants, op by op.</summary>
public static class TypeInference
{
    /// <summary>The types of all values that can be known: declared ones, constants, and what the catalogue's ops make of them.</summary>
    public static IReadOnlyDictionary<string, TensorType> Infer(Graph graph)
    {
        var types = new Dictionary<string, TensorType>();
        foreach (Tensor tensor in graph.Initializers)
            types[tensor.Name] = new TensorType(tensor.Element, [.. tensor.Shape.Select(size => (Dim)size)]);
        foreach (ValueInfo value in graph.Inputs.Concat(graph.Values))
        {
            if (value.Tensor is TensorType declared)
                types.TryAdd(value.Name, declared);
        }

        foreach (Node node in graph.Nodes)
            AddOutputs(types, node);
        return types;
    }

    /// <summary>A node with what <paramref name="types"/> knows of its inputs.</summary>
    public static OpNode Typed(Node node, IReadOnlyDictionary<string, TensorType> types) =>
        new(node, [.. node.Inputs.Select(types.GetValueOrDefault)]);

    private static void AddOutputs(Dictionary<string, TensorType> types, Node node)
    {
        if (OpCatalog.Find(node.Domain, node.OpType) is not OpDefinition definition)
            return;
        IReadOnlyList<TensorType?> outputs = definition.InferTypes(Typed(node, types));
        for (int i = 0; i < outputs.Count && i < node.Outputs.Count; i++)
        {
            if (outputs[i] is TensorType type)
                types[node.Outputs[i]] = type;
        }
    }
}
