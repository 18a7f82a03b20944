namespace Fulcrum.Cuts;

/// <summary>Which cuts to look for.</summary>
public sealed record CutOptions
{
    /// <summary>The most tensors that may cross, a few integers of shapes and indices not counted. Default 3.</summary>
    public int MaximumTensors { get; init; } = 3;

    /// <summary>Also cuts that another one makes pointless. Default: not.</summary>
    public bool IncludeDominated { get; init; }

    /// <summary>Sizes to count symbolic dimensions with, by symbol; others count 1.</summary>
    public IReadOnlyDictionary<string, long> Dims { get; init; } = new Dictionary<string, long>();

    /// <summary>The most partial computations to look at; beyond it only cuts of one tensor are complete. Default 20,000.</summary>
    public int MaximumStates { get; init; } = 20_000;
}
