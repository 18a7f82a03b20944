namespace Fulcrum.Graphs.Editing;

/// <summary>A change of a graph as a value: which nodes go, which come in their place, and what happens to constants and names.</summary>
public sealed record GraphEdit
{
    /// <summary>Nodes to take out, by reference.</summary>
    public IReadOnlyList<Node> Remove { get; init; } = [];

    /// <summary>Nodes to put where the first removed node was, in order.</summary>
    public IReadOnlyList<Node> Insert { get; init; } = [];

    /// <summary>Constants to add.</summary>
    public IReadOnlyList<Tensor> AddInitializers { get; init; } = [];

    /// <summary>Names of constants to take out.</summary>
    public IReadOnlyList<string> RemoveInitializers { get; init; } = [];

    /// <summary>Readers of a value read another one instead: old name to new name. Graph outputs keep their names.</summary>
    public IReadOnlyDictionary<string, string> Redirect { get; init; } = new Dictionary<string, string>();
}
