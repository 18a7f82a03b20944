using Fulcrum.Problems;

namespace Fulcrum.Graphs.Checking;

/// <summary>
/// Whether a model is well-formed whatever its ops mean: opsets, names, every value made once and before it is read, functions without cycles.
/// Finds everything, not only the first.
/// </summary>
public static class GraphChecker
{
    /// <summary>All structural problems of a model; empty when it is well-formed.</summary>
    public static IReadOnlyList<Problem> Check(Model model)
    {
        var problems = new ProblemCollector();
        ModelCheck.Check(model, problems);
        FunctionCheck.Check(model, problems);
        var scope = new NameScope(null);
        GraphCheck.Check(model.Graph, model, model.Opsets, scope, model.Graph.Name.Length > 0 ? model.Graph.Name : "graph", problems);
        return problems.All;
    }

    /// <summary>Throws when a model is not well-formed.</summary>
    /// <exception cref="InputException">With every problem.</exception>
    public static void Require(Model model)
    {
        IReadOnlyList<Problem> problems = Check(model);
        if (problems.Count > 0)
            throw new InputException(problems);
    }
}
