using Fulcrum.Graphs;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Placements;

/// <summary>
/// The ways that samples take through a variant: one for each exit, and the whole model. A later way runs all that an earlier one runs, so the way of a percentile is the
/// first whose share, with those before it, reaches it.
/// </summary>
internal sealed class VariantPaths
{
    private readonly ulong[][] _nodes;
    private readonly double[] _shares;
    private readonly int _median, _tail;

    public VariantPaths(Variant variant)
    {
        Graph graph = variant.Map.Model.Graph;
        var index = new GraphIndex(graph);
        _shares = [.. variant.Exits.Select(e => e.Rate), Math.Max(0, 1 - variant.Exits.Sum(e => e.Rate))];
        HashSet<int> reached = [];
        List<ulong[]> nodes = [];
        foreach (VariantExit exit in variant.Exits)
        {
            var pending = new Stack<string>([exit.Output]);
            while (pending.TryPop(out string? value))
            {
                if (index.Producer(value) is not int maker || !reached.Add(maker))
                    continue;
                foreach (string read in GraphIndex.Reads(graph.Nodes[maker]))
                    pending.Push(read);
            }

            nodes.Add(NodeBits.Of(graph.Nodes.Count, reached));
        }

        nodes.Add(NodeBits.Of(graph.Nodes.Count, Enumerable.Range(0, graph.Nodes.Count)));
        _nodes = [.. nodes];
        (_median, _tail) = (Quantile(0.5), Quantile(0.99));
    }

    public int Count => _nodes.Length;

    public bool Has(int path, int node) => NodeBits.Has(_nodes[path], node);

    /// <summary>Mean, median-path and tail-path figure of something that is known for each path.</summary>
    public (double Mean, double Median, double Tail) Weigh(Func<int, double> ofPath)
    {
        double mean = 0;
        for (int p = 0; p < _shares.Length; p++)
            mean += _shares[p] == 0 ? 0 : _shares[p] * ofPath(p);
        return (mean, ofPath(_median), ofPath(_tail));
    }

    private int Quantile(double share)
    {
        double sum = 0;
        for (int p = 0; p < _shares.Length; p++)
        {
            sum += _shares[p];
            if (sum >= share - 1e-12)
                return p;
        }

        return _shares.Length - 1;
    }
}
