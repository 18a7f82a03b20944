using System.Globalization;
using System.Text.RegularExpressions;
using Fulcrum.Graphs;
using Fulcrum.Runtime;

namespace Fulcrum.Lab.Profiling;

/// <summary>Finds the nodes that kernels do the work of. ONNX Runtime keeps a node's name when it exchanges its kernel, or names a fused kernel after the value that it makes.</summary>
internal sealed partial class KernelOwners(Graph graph)
{
    private readonly GraphIndex _index = new(graph);
    private readonly HashSet<int> _taken = [];

    /// <summary>The model with nodes named by their position, so that every name is there and is found again.</summary>
    public static Model Rename(Model model) =>
        model with { Graph = model.Graph with { Nodes = [.. model.Graph.Nodes.Select((n, i) => n with { Name = string.Create(CultureInfo.InvariantCulture, $"fulcrum_{i}_") })] } };

    /// <summary>The position of the node that a kernel of the renamed model stands for; null when it stands for none. Each node is given once.</summary>
    public int? Claim(NodeTiming kernel)
    {
        int? node = Named().Match(kernel.Name) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int position) && position < graph.Nodes.Count
            ? position
            : Maker(Suffix().Replace(kernel.Name, "")) is int maker ? Nearest(maker, kernel.OpType) : null;
        return node is int found && _taken.Add(found) ? found : null;
    }

    /// <summary>The node that makes the value which a kernel is named after.</summary>
    private int? Maker(string value) => _index.Producer(value);

    /// <summary>The nearest node behind that one, itself first, of the kernel's own op and not claimed yet; itself when there is none.</summary>
    private int Nearest(int from, string op)
    {
        HashSet<int> seen = [from];
        var pending = new Queue<int>(seen);
        while (pending.TryDequeue(out int node))
        {
            if (graph.Nodes[node].OpType == op && !_taken.Contains(node))
                return node;
            foreach (int maker in GraphIndex.Reads(graph.Nodes[node]).Select(_index.Producer).OfType<int>().Where(m => graph.Nodes[node].OpType != op && seen.Add(m)))
                pending.Enqueue(maker);
        }

        return from;
    }

    [GeneratedRegex(@"fulcrum_(\d+)_")]
    private static partial Regex Named();

    [GeneratedRegex(@"(_token_\d+)?(_nchwc)?(_token_\d+)?$")]
    private static partial Regex Suffix();
}
