namespace Fulcrum.Graphs;

/// <summary>Every tensor that is somewhere in a model: initializers, the parts of sparse ones, attribute values; in subgraphs and functions too.</summary>
public static class ModelTensors
{
    /// <summary>The tensors of a model.</summary>
    public static IEnumerable<Tensor> Of(Model model) =>
        Of(model.Graph).Concat(model.Functions.SelectMany(f => f.DefaultAttributes.SelectMany(a => Of(a.Value)).Concat(f.Nodes.SelectMany(Of))));

    /// <summary>The tensors of a graph.</summary>
    public static IEnumerable<Tensor> Of(Graph graph) =>
        graph.Initializers.Concat(graph.SparseInitializers.SelectMany(s => new[] { s.Values, s.Indices })).Concat(graph.Nodes.SelectMany(Of));

    private static IEnumerable<Tensor> Of(Node node) => node.Attributes.SelectMany(a => Of(a.Value));

    private static IEnumerable<Tensor> Of(AttributeValue value) => value switch
    {
        TensorAttribute a => [a.Value],
        TensorsAttribute a => a.Values,
        GraphAttribute a => Of(a.Value),
        GraphsAttribute a => a.Values.SelectMany(Of),
        _ => [],
    };
}
