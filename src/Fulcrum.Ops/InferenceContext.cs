using System.Runtime.CompilerServices;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops;

/// <summary>What every graph of one inference shares: functions, op versions, how deep we are, what was found wrong.</summary>
internal sealed record InferenceContext(IReadOnlyList<Function> Functions, IReadOnlyList<OpsetImport> Opsets)
{
    /// <summary>Functions and subgraphs nested deeper than this stay unknown; cyclic functions end here.</summary>
    private const int MaximumDepth = 32;

    /// <summary>Subgraphs and functions are run over no more often than this in one inference, the rest stays unknown: deeply nested loops and calls would take for ever.</summary>
    private const int MaximumBodies = 10_000;

    /// <summary>And over no more nodes in them than this.</summary>
    private const int MaximumBodyNodes = 1_000_000;

    private readonly Lazy<Dictionary<(string, string, string), Function>> _byName = new(() => ByName(Functions));

    public int Depth { get; private init; }

    public List<Problem> Problems { get; private init; } = [];

    public bool IsTooDeep => Depth >= MaximumDepth;

    private StrongBox<(int Bodies, long Nodes)> Taken { get; init; } = new();

    /// <summary>Counts one run over a subgraph or function; false when there were too many.</summary>
    public bool TakesBody(int nodes)
    {
        if (Taken.Value.Bodies >= MaximumBodies || Taken.Value.Nodes + nodes > MaximumBodyNodes)
            return false;
        Taken.Value = (Taken.Value.Bodies + 1, Taken.Value.Nodes + nodes);
        return true;
    }

    public InferenceContext Nested() => this with { Depth = Depth + 1 };

    public InferenceContext Inside(Function function) => this with { Depth = Depth + 1, Opsets = function.Opsets };

    public Function? FunctionOf(Node node) => Functions.Count == 0 ? null : _byName.Value.GetValueOrDefault(Function.KeyOf(node));

    private static Dictionary<(string, string, string), Function> ByName(IReadOnlyList<Function> functions)
    {
        var byName = new Dictionary<(string, string, string), Function>();
        foreach (Function function in functions)
            byName.TryAdd(function.Key, function);
        return byName;
    }
}
