using Fulcrum.Cuts;
using Fulcrum.Graphs;

namespace Fulcrum.Planning.Placements;

/// <summary>How many bytes of values are alive while each node of a model runs, the model run in the order of its nodes.</summary>
internal static class AliveBytes
{
    public static double[] Of(CutMap map)
    {
        Graph graph = map.Model.Graph;
        var index = new GraphIndex(graph);
        HashSet<string> outputs = [.. graph.Outputs.Select(o => o.Name)];
        double[] starts = new double[graph.Nodes.Count + 1];
        foreach (string value in graph.Inputs.Select(i => i.Name).Where(i => !index.IsConstant(i)).Concat(graph.Nodes.SelectMany(n => n.Outputs).Where(o => o.Length > 0)))
        {
            int from = index.Producer(value) ?? 0;
            int to = outputs.Contains(value) ? graph.Nodes.Count - 1 : index.Consumers(value) is { Count: > 0 } readers ? readers[^1] : from;
            double bytes = map.BytesOf(value) ?? 0;
            starts[from] += bytes;
            starts[Math.Max(from, to) + 1] -= bytes;
        }

        double alive = 0;
        return [.. starts.SkipLast(1).Select(change => alive += change)];
    }
}
