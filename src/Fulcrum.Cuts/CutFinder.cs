using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Cuts;

/// <summary>Finds the places where a model can be cut. See docs/cuts.md.</summary>
public static class CutFinder
{
    /// <summary>The cuts of a model, in order of depth; both sides of each have work to do.</summary>
    /// <param name="model">A well-formed model.</param>
    /// <param name="options">Which cuts to look for.</param>
    public static CutSet Find(Model model, CutOptions? options = null)
    {
        options ??= new CutOptions();
        GraphTypes types = TypeInference.Infer(model);
        GraphTypes sized = options.Dims.Count == 0 ? types : TypeInference.Infer(model, options.Dims);
        UnitGraph graph = UnitGraph.Of(types, sized);
        var search = new FrontierSearch(graph, options.MaximumTensors, options.MaximumStates);
        var describe = new CutDescriber(graph);
        Cut[] all = [.. search.Run().Select(describe.Describe)];
        IEnumerable<Cut> chosen = options.IncludeDominated ? all : Dominance.Filter(all, describe.AllInTail(), describe.AllInHead());
        var ordered = chosen.OrderBy(c => c.HeadMacs).ThenBy(c => c.Head.Count).ThenBy(c => c.Name, StringComparer.Ordinal);
        return new CutSet([.. ordered.Select((c, i) => c with { Id = i + 1 })], search.IsComplete);
    }

    /// <summary>The places where exactly one tensor crosses, in order: the boundaries of a model's blocks. Each head is part of the next.</summary>
    /// <param name="model">A well-formed model.</param>
    public static IReadOnlyList<Cut> BlockBoundaries(Model model) =>
        Find(model, new CutOptions { MaximumTensors = 1, MaximumStates = 0, IncludeDominated = true }).Cuts;
}
