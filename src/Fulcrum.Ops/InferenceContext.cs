using System.Runtime.CompilerServices;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops;

/// <summary>What every graph of one inference shares: functions, op versions, how deep we are, what was found wrong.</summary>
internal sealed record InferenceContext(IReadOnlyList<Function> Functions, IReadOnlyList<OpsetImport> Opsets)
{
    /// <summary>Functions and subgraphs nested deeper than this stay unknown; cyclic functions end here.</summary>
    private const int MaximumDepth = 32;

    /// <summary>Subgraphs are run over no more often than this in one inference, the rest stays unknown: deeply nested loops would take for ever.</summary>
    private const int MaximumBodies = 10_000;

    public int Depth { get; private init; }

    public List<Problem> Problems { get; private init; } = [];

    public bool IsTooDeep => Depth >= MaximumDepth;

    private StrongBox<int> Bodies { get; init; } = new();

    /// <summary>Counts one run over a subgraph; false when there were too many.</summary>
    public bool TakesBody() => Bodies.Value < MaximumBodies && ++Bodies.Value > 0;

    public InferenceContext Nested() => this with { Depth = Depth + 1 };

    public InferenceContext Inside(Function function) => this with { Depth = Depth + 1, Opsets = function.Opsets };

    public Function? FunctionOf(Node node) => Functions.Count == 0 ? null : Functions.FirstOrDefault(f => f.IsCalledBy(node));
}
