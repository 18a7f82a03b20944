using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Cuts.Units;

/// <summary>The nodes that lie between the inputs and the outputs.</summary>
internal static class LiveNodes
{
    /// <summary>Positions, ascending: nodes that an output needs and that depend on an input, or on something that gives another result each time.</summary>
    public static int[] Of(GraphTypes types, GraphIndex index)
    {
        Graph graph = types.Graph;
        bool[] varies = new bool[graph.Nodes.Count];
        HashSet<string> varying = [.. graph.Inputs.Select(i => i.Name).Where(i => !index.IsConstant(i))];
        for (int i = 0; i < varies.Length; i++)
        {
            varies[i] = !IsRepeatable(graph.Nodes[i]) || GraphIndex.Reads(graph.Nodes[i]).Any(varying.Contains);
            if (varies[i])
                varying.UnionWith(graph.Nodes[i].Outputs.Where(o => KnownConstant.Of(types, o) is null));
        }

        HashSet<int> needed = [];
        var pending = new Stack<string>(graph.Outputs.Select(o => o.Name));
        while (pending.TryPop(out string? value))
        {
            if (!varying.Contains(value) || index.Producer(value) is not int maker || !needed.Add(maker))
                continue;
            foreach (string read in GraphIndex.Reads(graph.Nodes[maker]))
                pending.Push(read);
        }

        return [.. needed.Order()];
    }

    private static bool IsRepeatable(Node node) =>
        OpCatalog.Find(node)?.IsRandom(node) == false && GraphIndex.Bodies(node).All(b => b.Nodes.All(n => IsRepeatable(n)));
}
