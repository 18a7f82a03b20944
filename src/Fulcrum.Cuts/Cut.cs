using Fulcrum.Cuts.Units;
using Fulcrum.Graphs;

namespace Fulcrum.Cuts;

/// <summary>A set of tensors that separates a model in two: everything before it runs on one side, everything after it on the other, and no path goes back.</summary>
public sealed record Cut
{
    /// <summary>1 for the first cut of a list, in order of depth.</summary>
    public int Id { get; init; }

    /// <summary>The tensors that cross, with their types as declared or inferred; inputs of the model that the tail reads are among them.</summary>
    public required IReadOnlyList<ValueInfo> Tensors { get; init; }

    /// <summary>Bytes of those tensors in all, symbolic dimensions as counted; null when a size is unknown.</summary>
    public required long? Bytes { get; init; }

    /// <summary>Multiply-accumulates of the head.</summary>
    public required long HeadMacs { get; init; }

    /// <summary>Multiply-accumulates of the tail.</summary>
    public required long TailMacs { get; init; }

    /// <summary>Nodes of the head whose work is unknown; they count 0 in <see cref="HeadMacs"/>.</summary>
    public required int HeadUnknownMacs { get; init; }

    /// <summary>Elements of the weights that the head reads.</summary>
    public required long HeadParameters { get; init; }

    /// <summary>Elements of the weights that the tail reads.</summary>
    public required long TailParameters { get; init; }

    /// <summary>The head's part of the work, 0 to 1; of the nodes where no work is known.</summary>
    public required double Depth { get; init; }

    /// <summary>Positions of the head's nodes in the graph, ascending; what depends on constants only is not among them.</summary>
    public required IReadOnlyList<int> HeadNodes { get; init; }

    internal UnitSet Head { get; init; }

    /// <summary>The names of the tensors, joined by a plus sign: the same whatever other cuts there are.</summary>
    public string Name => string.Join('+', Tensors.Select(t => t.Name));

    /// <summary>Whether this cut's head is part of the other's head.</summary>
    public bool IsBefore(Cut other) => Head.Count < other.Head.Count && Head.IsSubsetOf(other.Head);
}

/// <summary>The cuts of a model.</summary>
/// <param name="Cuts">In order of depth.</param>
/// <param name="IsComplete">Whether all cuts of several tensors were looked at; false when there are too many ways through the graph.</param>
public sealed record CutSet(IReadOnlyList<Cut> Cuts, bool IsComplete);
