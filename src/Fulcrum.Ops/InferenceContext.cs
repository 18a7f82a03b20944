using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops;

/// <summary>What every graph of one inference shares: functions, op versions, how deep we are, what was found wrong.</summary>
internal sealed record InferenceContext(IReadOnlyList<Function> Functions, IReadOnlyList<OpsetImport> Opsets)
{
    /// <summary>Functions and subgraphs nested deeper than this stay unknown; cyclic functions end here.</summary>
    private const int MaximumDepth = 32;

    public int Depth { get; private init; }

    public List<Problem> Problems { get; private init; } = [];

    public bool IsTooDeep => Depth >= MaximumDepth;

    public InferenceContext Nested() => this with { Depth = Depth + 1 };

    public InferenceContext Inside(Function function) => this with { Depth = Depth + 1, Opsets = function.Opsets };

    public Function? FunctionOf(Node node) => Functions.Count == 0 ? null : Functions.FirstOrDefault(f => f.IsCalledBy(node));
}
