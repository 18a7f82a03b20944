using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Operators.Rules;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Prune;

/// <summary>
/// Makes a model ready to lose channels: constants where they can be changed, and integers computed from known sizes as constants, so that what
/// the model computes from them stays what it was trained with.
/// </summary>
internal static class PruningPreparation
{
    /// <summary>From this IR version on, constants need not be inputs.</summary>
    private const long FreeConstants = 4;

    public static Model Apply(Model model)
    {
        (model, _) = RuleDriver.Apply(model, new ConstantToInitializerRule());
        GraphTypes types = TypeInference.Infer(model);
        HashSet<string> outputs = [.. model.Graph.Outputs.Select(o => o.Name)];
        var nodes = new List<Node>();
        var constants = new List<Tensor>();
        foreach (Node node in model.Graph.Nodes)
        {
            if (node.Outputs.Count != 1 || outputs.Contains(node.Outputs[0]))
                nodes.Add(node);
            else if (Constant(types, node.Outputs[0]) is { } constant)
                constants.Add(constant);
            else if (node.OpType == "Shape" && OpsetImport.Canonical(node.Domain).Length == 0 && types.Known(node.Outputs[0]) is { } sizes && sizes.Values.Any(d => d.Size is not null))
                Pin(node, sizes.Values, nodes, constants);
            else
                nodes.Add(node);
        }

        return model with
        {
            IrVersion = Math.Max(model.IrVersion, FreeConstants),
            Graph = model.Graph with { Nodes = nodes, Initializers = [.. model.Graph.Initializers, .. constants] },
        };
    }

    private static Tensor? Constant(GraphTypes types, string value) => types.Known(value) is not { Numbers: { } numbers } known ? null : types.Tensor(value)?.Element switch
    {
        ElementType.Int64 => Tensor.From<long>(value, [.. known.Shape.Select(s => (long)s)], numbers),
        ElementType.Int32 => Tensor.From<int>(value, [.. known.Shape.Select(s => (long)s)], [.. numbers.Select(n => (int)n)]),
        _ => null,
    };

    /// <summary>Sizes that are known as constants, the others read when the model runs.</summary>
    private static void Pin(Node node, IReadOnlyList<Dim> sizes, List<Node> nodes, List<Tensor> constants)
    {
        string stem = node.Outputs[0];
        nodes.Add(node with { Outputs = [$"{stem}/read"] });
        string[] parts = [.. sizes.Select((_, i) => $"{stem}/{i}")];
        for (int i = 0; i < parts.Length; i++)
        {
            if (sizes[i].Size is long size)
            {
                constants.Add(Tensor.From<long>(parts[i], [1], [size]));
                continue;
            }

            constants.Add(Tensor.From<long>($"{stem}/at{i}", [1], [i]));
            nodes.Add(new Node("Gather", [$"{stem}/read", $"{stem}/at{i}"], [parts[i]]) { Name = parts[i] });
        }

        nodes.Add(new Node("Concat", parts, [stem], NodeAttribute.Of("axis", 0)) { Name = $"{stem}/pinned" });
    }
}
