namespace Fulcrum.Graphs.Execution;

/// <summary>How a model is prepared.</summary>
public sealed record LoadOptions
{
    /// <summary>Threads within one op; 0 (default) takes the CPU quota of the process.</summary>
    public int Threads { get; init; }

    /// <summary>Which graph optimisations the runtime may apply. Default: all.</summary>
    public OptimizationLevel Optimization { get; init; } = OptimizationLevel.All;

    /// <summary>Let idle worker threads spin between ops: faster alone, wasteful beside other processes. Default: off.</summary>
    public bool Spinning { get; init; }

    /// <summary>Write a per-node profile; read it with the runtime's profile reader. Default: off.</summary>
    public bool Profile { get; init; }
}

/// <summary>The runtime's optimisation levels.</summary>
public enum OptimizationLevel
{
    /// <summary>None.</summary>
    None,

    /// <summary>Semantics-preserving clean-up.</summary>
    Basic,

    /// <summary>Op fusions.</summary>
    Extended,

    /// <summary>Everything, layout changes included.</summary>
    All,
}
