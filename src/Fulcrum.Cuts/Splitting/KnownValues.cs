using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Cuts.Splitting;

/// <summary>Integers that are known before the model runs (shapes of static tensors and what is computed from them) need not cross: each side gets them as constants.</summary>
internal static class KnownValues
{
    /// <summary>The model with such values as initializers wherever what is left out of the units would need a computed value.</summary>
    public static Model Fold(Model model, GraphTypes types, UnitGraph graph)
    {
        HashSet<int> computed = [.. graph.Units.SelectMany(u => u.Nodes)];
        HashSet<string> varying = [.. model.Graph.Inputs.Select(i => i.Name)];
        var constants = new List<Tensor>();
        var nodes = new List<Node>();
        for (int i = 0; i < model.Graph.Nodes.Count; i++)
        {
            Node node = model.Graph.Nodes[i];
            bool depends = computed.Contains(i) || GraphIndex.Reads(node).Any(varying.Contains);
            Tensor?[] folded = [.. node.Outputs.Select(o => depends ? KnownConstant.Of(types, o) : null)];
            constants.AddRange(folded.OfType<Tensor>());
            if (depends)
                varying.UnionWith(node.Outputs.Where((_, o) => folded[o] is null));
            if (folded.Length == 0 || folded.Any(f => f is null))
                nodes.Add(node with { Outputs = [.. node.Outputs.Select((o, n) => folded[n] is null ? o : "")] });
        }

        if (constants.Count == 0)
            return model;
        HashSet<string> known = [.. constants.Select(c => c.Name)];
        return model with
        {
            Graph = model.Graph with
            {
                Nodes = nodes,
                Initializers = [.. model.Graph.Initializers, .. constants],
                Values = [.. model.Graph.Values.Where(v => !known.Contains(v.Name))],
            },
        };
    }
}
