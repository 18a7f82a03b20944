using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops.Upgrades;

/// <summary>Models of older opsets written in opset 13: the first with one scale per channel in QuantizeLinear, and where axes are inputs.</summary>
public static class OpsetUpgrade
{
    /// <summary>The opset that models are lifted to.</summary>
    public const long Target = 13;

    /// <summary>The oldest opset that is lifted: broadcasting had its present form from here on.</summary>
    public const long Oldest = 7;

    /// <summary>The IR version that opset 13 came with.</summary>
    private const long LeastIr = 7;

    /// <summary>The IR version before which every initializer had to be an input too.</summary>
    private const long FreeInitializers = 4;

    /// <summary>
    /// The same model in opset 13, its outputs the same to the bit; newer models are handed back as they are. Ops that did not change since, or only took more types, stay;
    /// attributes that became inputs become constants; Softmax over several axes is written with Flatten and Reshape. Constants are no inputs any more.
    /// </summary>
    /// <param name="model">A model of opset 7 or newer.</param>
    /// <exception cref="InputException"><c>opset-not-liftable</c>, one for each node whose op has no counterpart, or the model is older.</exception>
    public static Model Lift(Model model)
    {
        long opset = model.Opset("") ?? Target;
        if (opset >= Target)
            return model;
        if (opset < Oldest || model.Functions.Count > 0)
            throw new InputException("opset-not-liftable", model.Graph.Name, opset < Oldest ? $"The model is written in opset {opset}; {Oldest} is the oldest that can be lifted." : "The model has functions of its own.", "Export it again with a newer opset.");
        var problems = new List<Problem>();
        Graph graph = new GraphLift(model.Graph, opset, TypeInference.Infer(model), Names(model.Graph), problems).Lift();
        if (problems.Count > 0)
            throw new InputException(problems);
        return model with
        {
            IrVersion = Math.Max(model.IrVersion, LeastIr),
            Opsets = [.. model.Opsets.Select(o => OpsetImport.Canonical(o.Domain).Length == 0 ? o with { Version = Target } : o)],
            Graph = model.IrVersion < FreeInitializers ? WithoutConstantInputs(graph) : graph,
        };
    }

    private static Graph WithoutConstantInputs(Graph graph)
    {
        HashSet<string> constants = [.. graph.Initializers.Select(t => t.Name)];
        return graph with { Inputs = [.. graph.Inputs.Where(i => !constants.Contains(i.Name))] };
    }

    /// <summary>Every name in a graph and its subgraphs.</summary>
    private static HashSet<string> Names(Graph graph)
    {
        HashSet<string> names = [.. graph.Inputs.Select(i => i.Name), .. graph.Initializers.Select(t => t.Name), .. graph.Nodes.SelectMany(n => n.Outputs.Append(n.Name))];
        foreach (Graph body in graph.Nodes.SelectMany(GraphIndex.Bodies))
            names.UnionWith(Names(body));
        return names;
    }
}
