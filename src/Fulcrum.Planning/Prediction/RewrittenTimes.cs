using Fulcrum.Graphs;

namespace Fulcrum.Planning.Prediction;

/// <summary>Times of a rewritten model (BatchNormalization folded, constants moved) by those of the original: each of its nodes stands for the originals that lead to its outputs and to none before.</summary>
public sealed class RewrittenTimes
{
    private readonly ModelTimes _times;
    private readonly int[][] _originals;

    /// <summary>Maps nodes by the names of the values they make.</summary>
    /// <param name="original">The model that the times are of.</param>
    /// <param name="rewritten">A model with the same function; values that are still there have their names.</param>
    /// <param name="times">The original's times.</param>
    public RewrittenTimes(Model original, Model rewritten, ModelTimes times)
    {
        _times = times;
        var index = new GraphIndex(original.Graph);
        bool[] taken = new bool[original.Graph.Nodes.Count];
        _originals = [.. rewritten.Graph.Nodes.Select(n => Lead(index, original.Graph, n.Outputs, taken))];
    }

    /// <summary>The time of nodes of the rewritten model, run as one segment.</summary>
    public TimeEstimate Segment(IEnumerable<int> nodes) => _times.Segment(nodes.SelectMany(n => _originals[n]));

    private static int[] Lead(GraphIndex index, Graph graph, IEnumerable<string> values, bool[] taken)
    {
        List<int> found = [];
        var pending = new Stack<string>(values);
        while (pending.TryPop(out string? value))
        {
            if (index.Producer(value) is not int node || taken[node])
                continue;
            taken[node] = true;
            found.Add(node);
            foreach (string read in GraphIndex.Reads(graph.Nodes[node]))
                pending.Push(read);
        }

        return [.. found];
    }
}
