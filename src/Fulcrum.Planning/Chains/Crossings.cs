using Fulcrum.Graphs;

namespace Fulcrum.Planning.Chains;

/// <summary>After each node in order: the one tensor that is still needed, or null when several are.</summary>
internal static class Crossings
{
    public static IReadOnlyList<string?> Of(Graph graph)
    {
        var index = new GraphIndex(graph);
        HashSet<string> outputs = [.. graph.Outputs.Select(o => o.Name)];
        var live = new HashSet<string>(graph.Inputs.Select(i => i.Name).Where(i => index.Initializer(i) is null));
        var result = new string?[graph.Nodes.Count];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            live.UnionWith(graph.Nodes[i].Outputs.Where(o => o.Length > 0));
            live.RemoveWhere(v => !outputs.Contains(v) && (index.Consumers(v) is not { Count: > 0 } readers || readers[^1] <= i));
            result[i] = live.Count == 1 ? live.First() : null;
        }

        return result;
    }
}
