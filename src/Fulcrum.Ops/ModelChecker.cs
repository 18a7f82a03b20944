using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Problems;

namespace Fulcrum.Ops;

/// <summary>How closely a model is looked at; each level includes those before.</summary>
public enum CheckLevel
{
    /// <summary>Names, order, opsets, functions: what can be said without knowing any op.</summary>
    Structure,

    /// <summary>Each op exists in its opset and has as many inputs and outputs as it may.</summary>
    Ops,

    /// <summary>Declared types agree with what the ops make; quantization parameters make sense.</summary>
    Types,

    /// <summary>Every weight is finite. Reads all weights.</summary>
    Data,
}

/// <summary>Whether a model is right, up to a level. Finds everything, not only the first; ops that nobody knows are no problem.</summary>
public static class ModelChecker
{
    /// <summary>All problems of a model; empty when there are none. A model that is not well-formed is not looked at further.</summary>
    public static IReadOnlyList<Problem> Check(Model model, CheckLevel level)
    {
        IReadOnlyList<Problem> structure = GraphChecker.Check(model);
        if (structure.Count > 0 || level == CheckLevel.Structure)
            return structure;
        List<Problem> problems = [.. SchemaCheck.Check(model)];
        if (level >= CheckLevel.Types)
            problems.AddRange(TypeCheck.Check(model));
        if (level >= CheckLevel.Data)
            problems.AddRange(DataCheck.Check(model.Graph));
        return problems;
    }
}
