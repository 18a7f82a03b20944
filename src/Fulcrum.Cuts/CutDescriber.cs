using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;
using Fulcrum.Ops.Analysis;

namespace Fulcrum.Cuts;

/// <summary>Adds figures to frontiers.</summary>
internal sealed class CutDescriber
{
    private readonly UnitGraph _graph;
    private readonly ParameterSet _parameters;
    private readonly long _macs;

    public CutDescriber(UnitGraph graph)
    {
        (_graph, _parameters) = (graph, new ParameterSet(graph));
        _macs = Tally.Of(graph.Units.Select(u => u.Macs));
    }

    /// <summary>What crosses when everything runs in the tail: the inputs.</summary>
    public Cut AllInTail() => Describe(Frontier.Of(_graph, UnitSet.Empty(_graph.Units.Count)));

    /// <summary>What there is when everything runs in the head: the outputs.</summary>
    public Cut AllInHead()
    {
        UnitSet all = Enumerable.Range(0, _graph.Units.Count).Aggregate(UnitSet.Empty(_graph.Units.Count), (set, unit) => set.With(unit));
        ValueInfo[] outputs = [.. _graph.Types.Graph.Outputs.Select(o => new ValueInfo(o.Name, _graph.Types.Of(o.Name)))];
        return Describe(new Frontier(all, [])) with { Tensors = outputs, Bytes = Tally.Of(outputs.Select(o => o.Tensor is { } type ? TensorSize.Bytes(type) : null)) };
    }

    public Cut Describe(Frontier frontier)
    {
        (int unknown, int allNodes) = (0, 0);
        long macs = Tally.Of(_graph.Units.Where((_, u) => frontier.Head.Contains(u)).Select(u => u.Macs));
        List<int> nodes = [];
        for (int u = 0; u < _graph.Units.Count; u++)
        {
            allNodes += _graph.Units[u].Nodes.Count;
            if (!frontier.Head.Contains(u))
                continue;
            unknown += _graph.Units[u].UnknownMacs;
            nodes.AddRange(_graph.Units[u].Nodes);
        }

        nodes.Sort();

        return new Cut
        {
            Tensors = [.. frontier.Crossing.Select(v => new ValueInfo(_graph.Values[v].Name, _graph.Types.Of(_graph.Values[v].Name)))],
            Bytes = Tally.Of(frontier.Crossing.Select(v => _graph.Values[v].Bytes)),
            HeadMacs = macs,
            TailMacs = _macs - macs,
            HeadUnknownMacs = unknown,
            HeadParameters = _parameters.Count(frontier.Head, inside: true),
            TailParameters = _parameters.Count(frontier.Head, inside: false),
            Depth = _macs > 0 ? (double)macs / _macs : (double)nodes.Count / allNodes,
            HeadNodes = nodes,
            Head = frontier.Head,
        };
    }
}
