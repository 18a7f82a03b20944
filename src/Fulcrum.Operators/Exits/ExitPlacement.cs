using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Exits;

/// <summary>Finds, for each exit of a model, the cut of its backbone behind which the exit's head begins. It needs no more than names of outputs, so it also works on a model that was quantized or pruned since.</summary>
internal sealed class ExitPlacement
{
    private readonly Model _model;
    private readonly GraphIndex _index;
    private readonly GraphTypes _types;
    private readonly HashSet<string> _backbone;
    private readonly Lazy<IReadOnlyList<Cut>> _single, _several;

    public ExitPlacement(Model model, string final)
    {
        _model = model;
        Backbone = BackboneOf(model, final);
        (_index, _types) = (new GraphIndex(model.Graph), TypeInference.Infer(model));
        _backbone = [.. Backbone.Graph.Nodes.SelectMany(n => n.Outputs)];
        _single = new(() => CutFinder.BlockBoundaries(Backbone));
        _several = new(() => CutFinder.Find(Backbone, new CutOptions { IncludeDominated = true }).Cuts);
    }

    /// <summary>The model without its exits.</summary>
    public Model Backbone { get; }

    /// <summary>A model with one of its outputs only.</summary>
    public static Model BackboneOf(Model model, string final) => Subgraph.Extract(model, [.. model.Graph.Inputs.Where(i => model.Graph.Initializers.All(t => t.Name != i.Name))], [model.Graph.Outputs.Single(o => o.Name == final)]);

    /// <summary>The cut after which an exit multiplies nothing again that the backbone did: that with the fewest nodes run again, the first of those, with the fewest bytes.</summary>
    /// <exception cref="InputException"><c>exit-no-cut</c>.</exception>
    public Cut CutOf(string exit)
    {
        long head = Macs(NeededFrom(exit, _backbone.Contains)!);
        return Best(_single.Value, exit, head) ?? Best(_several.Value, exit, head)
            ?? throw new InputException("exit-no-cut", exit, "No cut of the model lies right before this exit.", "Place the exit elsewhere: early-exit(at=VALUE), fulcrum cuts MODEL --all lists values.");
    }

    /// <summary>The nodes that compute an exit from a cut, in order; null when the cut does not determine it.</summary>
    public IReadOnlyList<Node>? HeadAfter(Cut cut, string exit)
    {
        HashSet<string> given = [.. cut.Tensors.Select(t => t.Name)];
        return NeededFrom(exit, given.Contains);
    }

    private Cut? Best(IReadOnlyList<Cut> cuts, string exit, long head) => cuts
        .Select(c => (Cut: c, Nodes: HeadAfter(c, exit)))
        .Where(p => p.Nodes is not null && Macs(p.Nodes) <= head)
        .OrderBy(p => p.Nodes!.Count).ThenBy(p => p.Cut.HeadMacs).ThenBy(p => p.Cut.Bytes ?? long.MaxValue).ThenBy(p => p.Cut.Tensors.Count).ThenBy(p => p.Cut.HeadNodes.Count)
        .Select(p => p.Cut).FirstOrDefault();

    private List<Node>? NeededFrom(string exit, Func<string, bool> isGiven)
    {
        HashSet<string> seen = [];
        SortedSet<int> nodes = [];
        var pending = new Stack<string>([exit]);
        while (pending.TryPop(out string? value))
        {
            if (isGiven(value) || !seen.Add(value) || _index.IsConstant(value))
                continue;
            if (_index.Producer(value) is not int producer)
                return null;
            nodes.Add(producer);
            foreach (string read in GraphIndex.Reads(_model.Graph.Nodes[producer]))
                pending.Push(read);
        }

        return [.. nodes.Select(n => _model.Graph.Nodes[n])];
    }

    private long Macs(IEnumerable<Node> nodes) => nodes.Sum(n => _types.Macs(n) ?? 0);
}
