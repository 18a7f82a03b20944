using Fulcrum.Graphs;

namespace Fulcrum.Ops.Analysis;

/// <summary>How much memory activations need at least.</summary>
internal static class PeakMemory
{
    /// <summary>The largest sum of sizes of values that are alive at once, nodes in file order; null when a size is unknown.</summary>
    public static long? Of(GraphTypes types)
    {
        try
        {
            return Measure(types);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static long? Measure(GraphTypes types)
    {
        Graph graph = types.Graph;
        var index = new GraphIndex(graph);
        HashSet<string> kept = [.. graph.Outputs.Select(o => o.Name)];
        long? alive = graph.Inputs.Where(i => index.Initializer(i.Name) is null).Aggregate((long?)0, (sum, i) => sum + Size(types, i.Name));
        long? peak = alive;
        for (int n = 0; n < graph.Nodes.Count && alive is not null; n++)
        {
            Node node = graph.Nodes[n];
            if (types.Constant(node.Outputs.FirstOrDefault("")) is not null)
                continue;
            foreach (string output in node.Outputs.Where(o => o.Length > 0))
                alive += Size(types, output);
            peak = alive is null ? null : Math.Max(peak!.Value, alive.Value);
            foreach (string read in GraphIndex.Reads(node).Distinct())
            {
                if (types.Constant(read) is null && !kept.Contains(read) && index.Consumers(read)[^1] == n)
                    alive -= Size(types, read);
            }
        }

        return alive is null ? null : peak;
    }

    private static long? Size(GraphTypes types, string value) => Shapes.Bytes([types.Of(value)]);
}
