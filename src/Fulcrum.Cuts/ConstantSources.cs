using Fulcrum.Graphs;

namespace Fulcrum.Cuts;

/// <summary>The constants behind values that depend on constants only.</summary>
internal sealed class ConstantSources
{
    private readonly HashSet<string> _roots;
    private readonly Dictionary<string, Node> _makers = [];

    public ConstantSources(Graph graph)
    {
        _roots = [.. graph.Initializers.Select(t => t.Name), .. graph.SparseInitializers.Select(t => t.Name)];
        foreach (Node node in graph.Nodes)
        {
            if (!GraphIndex.Reads(node).All(Knows))
                continue;
            foreach (string output in node.Outputs)
                _makers[output] = node;
        }
    }

    /// <summary>The constants that a value is made of; itself when it is one, none when it depends on anything else.</summary>
    public IEnumerable<string> Of(string value)
    {
        if (!Knows(value))
            yield break;
        HashSet<string> seen = [value];
        var pending = new Stack<string>(seen);
        while (pending.TryPop(out string? reached))
        {
            string[] reads = _roots.Contains(reached) ? [] : [.. GraphIndex.Reads(_makers[reached])];
            if (reads.Length == 0)
                yield return reached;
            foreach (string read in reads.Where(seen.Add))
                pending.Push(read);
        }
    }

    private bool Knows(string value) => _roots.Contains(value) || _makers.ContainsKey(value);
}
