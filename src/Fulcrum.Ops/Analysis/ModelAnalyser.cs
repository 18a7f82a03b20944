using Fulcrum.Graphs;

namespace Fulcrum.Ops.Analysis;

/// <summary>Counts what is in a model.</summary>
public static class ModelAnalyser
{
    /// <summary>Sums up a model.</summary>
    /// <param name="model">A well-formed model.</param>
    /// <param name="dims">Sizes of symbolic dimensions; others count 1.</param>
    public static ModelSummary Summarise(Model model, IReadOnlyDictionary<string, long>? dims = null)
    {
        GraphTypes types = TypeInference.Infer(model, dims);
        Graph graph = model.Graph;
        Tensor[] constants = [.. Constants(graph)];
        Node[] nodes = [.. AllNodes(graph.Nodes)];
        HashSet<string> initialized = [.. graph.Initializers.Select(t => t.Name), .. graph.SparseInitializers.Select(t => t.Name)];
        ValueInfo[] inputs = [.. graph.Inputs.Where(i => !initialized.Contains(i.Name))];
        long?[] macs = [.. graph.Nodes.Select(types.Macs)];
        return new ModelSummary
        {
            Parameters = Tally.Of(constants.Where(IsWeight).Select(t => t.ElementCount)),
            WeightBytes = Tally.Of(constants.Select(t => t.Strings?.Sum(s => (long)s.Length) ?? t.Element.ByteCount(t.ElementCount))),
            ExternalBytes = Tally.Of(constants.Where(t => t.External is not null).Select(t => t.Element.ByteCount(t.ElementCount))),
            Macs = Tally.Of(macs.Select(m => m ?? 0)),
            UnknownMacs = macs.Count(m => m is null),
            BytesMoved = Tally.Of(graph.Nodes.Select(types.BytesMoved)),
            PeakActivationBytes = PeakMemory.Of(types),
            InputBytes = Shapes.Bytes(inputs.Select(i => types.Of(i.Name))),
            OutputBytes = Shapes.Bytes(graph.Outputs.Select(o => types.Of(o.Name))),
            Nodes = nodes.Length,
            Ops = nodes.GroupBy(n => n.QualifiedOp).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count()),
            DynamicDims = [.. inputs.SelectMany(i => i.Tensor?.Shape ?? []).Where(d => d.Size is null).Select(d => d.Symbol ?? "?").Distinct()],
            Unknown = [.. types.Unknown.Select(n => n.QualifiedOp).Distinct()],
            Inputs = inputs,
            Outputs = [.. graph.Outputs.Select(o => o with { Type = types.Of(o.Name) ?? o.Type })],
        };
    }

    private static bool IsWeight(Tensor tensor) => tensor.Element is not (ElementType.Int64 or ElementType.UInt64 or ElementType.Int32 or ElementType.UInt32 or ElementType.Bool or ElementType.String or ElementType.Undefined);

    private static IEnumerable<Node> AllNodes(IReadOnlyList<Node> nodes) => nodes.SelectMany(n => GraphIndex.Bodies(n).SelectMany(b => AllNodes(b.Nodes)).Prepend(n));

    private static IEnumerable<Tensor> Constants(Graph graph) => graph.Initializers.Concat(graph.SparseInitializers.Select(t => t.Values))
        .Concat(graph.Nodes.Where(n => n.OpType == "Constant").SelectMany(n => n.Attributes).Select(a => (a.Value as TensorAttribute)?.Value).OfType<Tensor>())
        .Concat(graph.Nodes.SelectMany(GraphIndex.Bodies).SelectMany(Constants));
}
