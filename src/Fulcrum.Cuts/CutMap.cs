using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Cuts;

/// <summary>A model prepared once for many questions: its cuts, both ends, and the cheapest placement under any costs.</summary>
public sealed class CutMap
{
    private readonly UnitGraph _graph;
    private readonly CutDescriber _describe;
    private readonly Dictionary<int, int> _unitOf = [];
    private readonly ConstantSources _sources;

    private CutMap(Model model, GraphTypes types, GraphTypes sized, CutOptions options)
    {
        (Model, Types, Options) = (model, sized, options);
        _graph = UnitGraph.Of(types, sized);
        _describe = new CutDescriber(_graph);
        for (int u = 0; u < _graph.Units.Count; u++)
        {
            foreach (int node in _graph.Units[u].Nodes)
                _unitOf[node] = u;
        }

        _sources = new ConstantSources(model.Graph);
        (AllInTail, AllInHead) = (_describe.AllInTail(), _describe.AllInHead());
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>What is known of its values, symbolic dimensions as in <see cref="CutOptions.Dims"/>.</summary>
    public GraphTypes Types { get; }

    /// <summary>Which cuts are looked for.</summary>
    public CutOptions Options { get; }

    /// <summary>Everything in the tail: the inputs cross.</summary>
    public Cut AllInTail { get; }

    /// <summary>Everything in the head: its tensors are the outputs.</summary>
    public Cut AllInHead { get; }

    /// <summary>Prepares a model.</summary>
    /// <exception cref="InputException">The model is not well-formed.</exception>
    public static CutMap Of(Model model, CutOptions? options = null)
    {
        options ??= new CutOptions();
        GraphChecker.Require(model);
        GraphTypes types = TypeInference.Infer(model);
        return new CutMap(model, types, options.Dims.Count == 0 ? types : TypeInference.Infer(model, options.Dims), options);
    }

    /// <summary>The cuts that <see cref="CutFinder.Find"/> lists, in order of depth.</summary>
    /// <exception cref="InputException">The model is too large to search (<c>cuts-too-many</c>).</exception>
    public CutSet Find() => CutFinder.Find(Model, Options);

    /// <summary>The cut behind a set of nodes: their units, and all that those depend on.</summary>
    /// <param name="nodes">Positions of nodes; those on no side (constants) are left out.</param>
    public Cut At(IEnumerable<int> nodes)
    {
        UnitSet head = UnitSet.Empty(_graph.Units.Count);
        var pending = new Stack<int>(nodes.Where(_unitOf.ContainsKey).Select(n => _unitOf[n]));
        while (pending.TryPop(out int unit))
        {
            if (head.Contains(unit))
                continue;
            head = head.With(unit);
            foreach (int value in _graph.Units[unit].Reads.Where(v => _graph.Values[v].Maker >= 0))
                pending.Push(_graph.Values[value].Maker);
        }

        return head.Count == _graph.Units.Count ? AllInHead : _describe.Describe(Frontier.Of(_graph, head));
    }

    /// <summary>Bytes of a value; null when unknown.</summary>
    public long? BytesOf(string value) => Types.Tensor(value) is { Shape: not null } type ? TensorSize.Bytes(type) : null;

    /// <summary>The constants that hold the weights of a node, read directly or through ops on constants; shapes and indices are none.</summary>
    public IReadOnlyList<Tensor> WeightsOf(int node) =>
        [.. GraphIndex.Reads(Model.Graph.Nodes[node]).SelectMany(_sources.Of).Distinct().Select(Types.Constant).OfType<Tensor>().Where(t => t.Element != ElementType.Int64)];

    /// <summary>The cheapest placement on ordered tiers: <see cref="MinimumCut"/>.</summary>
    /// <exception cref="ArgumentException">A cost is negative, infinite or no number, or there is not one link less than tiers.</exception>
    public Placement Cheapest(PlacementCosts costs) => MinimumCut.Find(_graph, costs);
}
