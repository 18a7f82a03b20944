using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Cuts;

/// <summary>Finds the places where a model can be cut. See docs/cuts.md.</summary>
public static class CutFinder
{
    private const int MaximumNodes = 250_000;

    /// <summary>A set of units takes an eighth of this in bytes, and there is one for each unit.</summary>
    private const int MaximumUnits = 20_000;

    /// <summary>The cuts of a model, in order of depth; both sides of each have work to do.</summary>
    /// <param name="model">A well-formed model.</param>
    /// <param name="options">Which cuts to look for.</param>
    /// <exception cref="InputException">The model is not well-formed, or too large to search (<c>cuts-too-many</c>).</exception>
    public static CutSet Find(Model model, CutOptions? options = null)
    {
        options ??= new CutOptions();
        if (model.Graph.Nodes.Count > MaximumNodes)
            throw TooMany(model, model.Graph.Nodes.Count, "nodes", MaximumNodes);
        GraphChecker.Require(model);
        GraphTypes types = TypeInference.Infer(model);
        GraphTypes sized = options.Dims.Count == 0 ? types : TypeInference.Infer(model, options.Dims);
        UnitGraph graph = UnitGraph.Of(types, sized);
        if (graph.Units.Count > MaximumUnits)
            throw TooMany(model, graph.Units.Count, "steps", MaximumUnits);
        var search = new FrontierSearch(graph, options.MaximumTensors, options.MaximumStates);
        var describe = new CutDescriber(graph);
        Cut[] all = [.. search.Run().Select(describe.Describe)];
        IEnumerable<Cut> chosen = options.IncludeDominated ? all : Dominance.Filter(all, describe.AllInTail(), describe.AllInHead());
        var ordered = chosen.OrderBy(c => c.HeadMacs).ThenBy(c => c.Head.Count).ThenBy(c => c.Name, StringComparer.Ordinal);
        return new CutSet([.. ordered.Select((c, i) => c with { Id = i + 1 })], search.IsComplete);
    }

    private static InputException TooMany(Model model, int count, string what, int most) =>
        new("cuts-too-many", model.Graph.Name, $"The model has {count} {what}, {most} can be searched for cuts.", "Fold its constants first, or split it by hand.");

    /// <summary>The places where exactly one tensor crosses, in order: the boundaries of a model's blocks. Each head is part of the next.</summary>
    /// <param name="model">A well-formed model.</param>
    public static IReadOnlyList<Cut> BlockBoundaries(Model model) =>
        Find(model, new CutOptions { MaximumTensors = 1, MaximumStates = 0, IncludeDominated = true }).Cuts;
}
