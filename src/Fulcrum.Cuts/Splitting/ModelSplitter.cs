using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Cuts.Splitting;

/// <summary>Splits models at cuts. Weights are shared with the whole, never copied; a weight that both sides read is in both.</summary>
public static class ModelSplitter
{
    /// <summary>The parts of a model, first to last: one more than cuts.</summary>
    /// <param name="model">The model that the cuts were found in.</param>
    /// <param name="cuts">One or more cuts, each before the next.</param>
    /// <exception cref="InputException"><c>cut-order</c> when a cut is not before the next.</exception>
    public static IReadOnlyList<ModelSegment> Split(Model model, params IReadOnlyList<Cut> cuts)
    {
        for (int i = 1; i < cuts.Count; i++)
        {
            if (!cuts[i - 1].IsBefore(cuts[i]))
                throw new InputException("cut-order", cuts[i].Name, $"Cut '{cuts[i - 1].Name}' does not come before it.", "Give cuts in order, each inside the tail of the one before.");
        }

        GraphTypes types = TypeInference.Infer(model);
        UnitGraph graph = UnitGraph.Of(types, types);
        Model folded = KnownValues.Fold(model, types, graph);
        var segments = new List<ModelSegment>();
        for (int i = 0; i <= cuts.Count; i++)
            segments.Add(Segment(folded, types, graph, i == 0 ? null : cuts[i - 1], i == cuts.Count ? null : cuts[i]));
        return segments;
    }

    private static ModelSegment Segment(Model model, GraphTypes types, UnitGraph graph, Cut? from, Cut? to)
    {
        HashSet<string> made = Made(graph, from, to);
        IEnumerable<ValueInfo> crossing = to?.Tensors.Where(t => made.Contains(t.Name)) ?? [];
        ValueInfo[] outputs = [.. crossing.Concat(OwnOutputs(model, graph, made, isLast: to is null)).DistinctBy(v => v.Name)];
        ValueInfo[] given = from is null ? [.. model.Graph.Inputs.Where(i => model.Graph.Initializers.All(t => t.Name != i.Name))] : [.. from.Tensors.Select(t => Typed(model, types, t))];
        Model part = Subgraph.Extract(model, given, outputs);
        HashSet<string> read = [.. part.Graph.Nodes.SelectMany(GraphIndex.Reads), .. outputs.Select(o => o.Name)];
        ValueInfo[] inputs = from is null ? given : [.. given.Where(g => read.Contains(g.Name))];
        part = part with { Graph = part.Graph with { Inputs = inputs } };
        return new ModelSegment(part, [.. inputs.Select(i => i.Name)], [.. outputs.Select(o => o.Name)]);
    }

    /// <summary>The values that the nodes between two cuts make.</summary>
    private static HashSet<string> Made(UnitGraph graph, Cut? from, Cut? to)
    {
        HashSet<string> made = [];
        for (int u = 0; u < graph.Units.Count; u++)
        {
            if (from?.Head.Contains(u) != true && to?.Head.Contains(u) != false)
                made.UnionWith(graph.Units[u].Nodes.SelectMany(n => graph.Types.Graph.Nodes[n].Outputs));
        }

        return made;
    }

    /// <summary>Outputs of the whole that this part gives; those that no part computes (constants, inputs handed on) come from the last.</summary>
    private static IEnumerable<ValueInfo> OwnOutputs(Model model, UnitGraph graph, HashSet<string> made, bool isLast)
    {
        if (!isLast)
            return model.Graph.Outputs.Where(o => made.Contains(o.Name));
        HashSet<string> computed = [.. graph.Units.SelectMany(u => u.Nodes).SelectMany(n => graph.Types.Graph.Nodes[n].Outputs)];
        return model.Graph.Outputs.Where(o => made.Contains(o.Name) || !computed.Contains(o.Name));
    }

    private static ValueInfo Typed(Model model, GraphTypes types, ValueInfo tensor) =>
        model.Graph.Inputs.FirstOrDefault(i => i.Name == tensor.Name) ?? new ValueInfo(tensor.Name, types.Of(tensor.Name));
}
