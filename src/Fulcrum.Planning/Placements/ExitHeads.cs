using Fulcrum.Cuts;
using Fulcrum.Graphs;

namespace Fulcrum.Planning.Placements;

/// <summary>The heads of a variant's exits: what computes an exit's logits and nothing else. A head runs on the tier that makes its features, so that samples that leave there cross no link.</summary>
public sealed class ExitHeads
{
    private readonly CutMap _map;
    private readonly GraphIndex _index;
    private readonly int[] _heads;
    private readonly HashSet<int> _live;
    private readonly Model? _backbone;

    /// <summary>Finds them.</summary>
    /// <param name="map">The variant's model.</param>
    /// <param name="exits">The outputs that are exits; none: every cut stays as it is.</param>
    public ExitHeads(CutMap map, IEnumerable<string> exits)
    {
        Graph graph = map.Model.Graph;
        HashSet<string> names = [.. exits];
        (_map, _index, _live) = (map, new GraphIndex(graph), [.. map.AllInHead.HeadNodes]);
        if (names.Count == 0)
        {
            _heads = [];
            return;
        }

        _backbone = Subgraph.Extract(map.Model, [.. graph.Inputs.Where(i => !_index.IsConstant(i.Name))], [.. graph.Outputs.Where(o => !names.Contains(o.Name))]);
        var shared = new HashSet<Node>(_backbone.Graph.Nodes, ReferenceEqualityComparer.Instance);
        _heads = [.. _live.Order().Where(n => !shared.Contains(graph.Nodes[n]))];
    }

    /// <summary>The cuts that are looked at whatever they cost: those of the model without exits, each with the heads whose features are there.</summary>
    public IReadOnlyList<Cut> Listed()
    {
        if (_backbone is null)
            return VariantSpace.Listed(_map);
        var position = new Dictionary<Node, int>(_map.Model.Graph.Nodes.Select((n, i) => KeyValuePair.Create(n, i)), ReferenceEqualityComparer.Instance);
        return [.. VariantSpace.Listed(CutMap.Of(_backbone, _map.Options)).Select(c => Close(_map.At(c.HeadNodes.Select(n => position[_backbone.Graph.Nodes[n]])))).DistinctBy(c => string.Join(',', c.HeadNodes))];
    }

    /// <summary>The cut with the heads whose features its head makes.</summary>
    public Cut Close(Cut cut)
    {
        HashSet<int> head = [.. cut.HeadNodes];
        int before = head.Count;
        foreach (int node in _heads)
        {
            int[] makers = [.. GraphIndex.Reads(_map.Model.Graph.Nodes[node]).Select(_index.Producer).OfType<int>().Where(_live.Contains)];
            if (makers.Length > 0 && makers.All(head.Contains))
                head.Add(node);
        }

        return head.Count == before ? cut : _map.At(head);
    }
}
