using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>Writes a graph whose weights are stored as int8 and dequantized once: computing stays float, only what is stored and sent becomes small.</summary>
internal static class WeightOnlyWriter
{
    /// <summary>The model with stored weights.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="sites">Its weights.</param>
    /// <param name="grids">What each becomes, by the weight's name.</param>
    public static Model Write(Model model, IReadOnlyList<WeightSite> sites, IReadOnlyDictionary<string, WeightGrid> grids)
    {
        GraphBuilder builder = GraphBuilder.From(model.Graph with { Nodes = [] });
        foreach (Node node in model.Graph.Nodes)
            builder.Reserve(node);
        var names = sites.ToDictionary(s => s.Weight.Name, s => builder.Dequantize(grids[s.Weight.Name], s.Weight.Name));
        HashSet<(int, string)> read = [.. sites.SelectMany(s => s.Nodes.Select(n => (n, s.Weight.Name)))];
        for (int i = 0; i < model.Graph.Nodes.Count; i++)
        {
            Node node = model.Graph.Nodes[i];
            builder.Add(node with { Inputs = [.. node.Inputs.Select((input, at) => at == 1 && read.Contains((i, input)) ? names[input] : input)] });
        }

        return model with { Graph = builder.OfRead(model.Graph) };
    }
}
