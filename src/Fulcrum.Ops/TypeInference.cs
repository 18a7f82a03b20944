using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>Computes the types of a model's values from its inputs and constants, op by op. Weights are not read, only small integer constants are.</summary>
public static class TypeInference
{
    /// <summary>What can be known of a model's values: declared types, constants, and what the catalogue's ops and the model's functions make of them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dims">Sizes for symbolic dimensions of the inputs, by symbol; none by default.</param>
    public static GraphTypes Infer(Model model, IReadOnlyDictionary<string, long>? dims = null)
    {
        Graph graph = dims is null ? model.Graph : model.Graph with { Inputs = [.. model.Graph.Inputs.Select(i => Bound(i, dims))] };
        return new GraphTypes(graph, new InferenceContext(model.Functions, model.Opsets), null, null);
    }

    private static ValueInfo Bound(ValueInfo input, IReadOnlyDictionary<string, long> dims) => input.Tensor is { Shape: { } shape } tensor
        ? input with { Type = tensor with { Shape = [.. shape.Select(d => d.Size is null && d.Symbol is not null && dims.TryGetValue(d.Symbol, out long size) ? size : d)] } }
        : input;
}
