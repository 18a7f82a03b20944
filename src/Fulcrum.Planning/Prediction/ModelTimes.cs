using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Planning.Profiles;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Prediction;

/// <summary>How long parts of one model take on one machine; made by <see cref="TimePredictor"/>.</summary>
public sealed class ModelTimes
{
    private readonly TimeEstimate[] _nodes;
    private readonly Lazy<IReadOnlyList<(HashSet<int> Nodes, double Ms)>> _segments;

    /// <summary>Nodes that take part in a run; what depends on constants only is folded away and takes no time.</summary>
    private readonly HashSet<int> _varying = [];

    internal ModelTimes(Model model, ModelProfile? measured, IReadOnlyDictionary<string, long>? dims, Func<string, string, long, long, TimeEstimate> unmeasured)
    {
        Graph graph = model.Graph;
        HashSet<string> values = [.. graph.Inputs.Select(i => i.Name).Except(graph.Initializers.Select(t => t.Name))];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            if (GraphIndex.Reads(graph.Nodes[i]).Any(values.Contains) && _varying.Add(i))
                values.UnionWith(graph.Nodes[i].Outputs.Where(o => o.Length > 0));
        }

        _nodes = measured is null ? Predict(model, dims, unmeasured) : Share(model, measured);
        _segments = new(() => measured is null ? [] : Known(model, measured));
    }

    /// <summary>The whole model.</summary>
    public TimeEstimate Whole => Segment(Enumerable.Range(0, _nodes.Length));

    /// <summary>One node within a segment; nodes add up.</summary>
    /// <param name="index">Its position in the graph.</param>
    public TimeEstimate Node(int index) => _nodes[index];

    /// <summary>The nodes that run on one machine, one after the other. A head or tail that was timed itself is <see cref="TimeSource.Measured"/>; everything else is the sum of its nodes.</summary>
    /// <param name="nodes">Positions in the graph, in any order.</param>
    public TimeEstimate Segment(IEnumerable<int> nodes)
    {
        HashSet<int> ran = [.. nodes];
        ran.IntersectWith(_varying);
        foreach ((HashSet<int> known, double ms) in _segments.Value)
        {
            if (known.SetEquals(ran))
                return new TimeEstimate(1e-3 * ms, TimeSource.Measured);
        }

        return Sum(ran);
    }

    /// <summary>The nodes' times added up, whether or not exactly they were timed together.</summary>
    /// <param name="nodes">Positions in the graph, each once.</param>
    public TimeEstimate Sum(IEnumerable<int> nodes) => nodes.Order().Aggregate(default(TimeEstimate), (sum, n) => sum + _nodes[n]);

    private TimeEstimate[] Predict(Model model, IReadOnlyDictionary<string, long>? dims, Func<string, string, long, long, TimeEstimate> unmeasured)
    {
        GraphTypes types = TypeInference.Infer(model, dims);
        string precision = Precision.Of(model);
        return [.. model.Graph.Nodes.Select((n, i) => _varying.Contains(i) ? unmeasured(precision, n.QualifiedOp, types.Macs(n) ?? 0, types.BytesMoved(n) ?? 0) : default)];
    }

    private TimeEstimate[] Share(Model model, ModelProfile measured)
    {
        if (measured.Nodes.Count != model.Graph.Nodes.Count || measured.Nodes.Any(n => n.Index >= model.Graph.Nodes.Count || model.Graph.Nodes[n.Index].QualifiedOp != n.Op))
            throw new InputException("profile-foreign", measured.Name, "The profile's nodes are not those of the model.", "Measure the model again: fulcrum profile.");
        Dictionary<int, double> times = NodeTimes.Of(measured).ToDictionary();
        MoveToReaders(model.Graph, times);
        return [.. model.Graph.Nodes.Select((_, i) => new TimeEstimate(1e-3 * times[i], TimeSource.Composed))];
    }

    /// <summary>What makes constants and was not folded away runs wherever its first reader does.</summary>
    private void MoveToReaders(Graph graph, Dictionary<int, double> times)
    {
        var index = new GraphIndex(graph);
        foreach (int node in Enumerable.Range(0, graph.Nodes.Count).Where(n => !_varying.Contains(n)))
        {
            if (graph.Nodes[node].Outputs.SelectMany(index.Consumers).Order().Cast<int?>().FirstOrDefault() is int reader)
                (times[reader], times[node]) = (times[reader] + times[node], 0);
        }
    }

    private List<(HashSet<int> Nodes, double Ms)> Known(Model model, ModelProfile measured)
    {
        List<(HashSet<int>, double)> known = [(_varying, measured.Whole.MedianMs)];
        Dictionary<string, Cut> cuts = measured.Segments.Count == 0 ? [] : CutFinder.BlockBoundaries(model).ToDictionary(c => c.Name);
        foreach (SegmentProfile segment in measured.Segments.Where(s => cuts.ContainsKey(s.Cut)))
        {
            HashSet<int> head = [.. cuts[segment.Cut].HeadNodes.Where(_varying.Contains)];
            known.Add((head, segment.HeadMs));
            known.Add(([.. _varying.Except(head)], segment.TailMs));
        }

        return known;
    }
}
