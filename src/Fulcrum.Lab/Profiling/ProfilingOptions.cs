namespace Fulcrum.Lab.Profiling;

/// <summary>How a machine is measured.</summary>
public sealed record ProfilingOptions
{
    /// <summary>Cuts of one tensor whose sides are timed, spread evenly; fewer where the model has fewer. Default 12.</summary>
    public int Cuts { get; init; } = 12;

    /// <summary>Seconds of timing for each model, loading not counted. Default 20.</summary>
    public double Seconds { get; init; } = 20;

    /// <summary>Threads within one op, at least 1.</summary>
    public required int Threads { get; init; }

    /// <summary>Seed of inputs and bootstrap. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Sizes of symbolic dimensions; others are 1.</summary>
    public IReadOnlyDictionary<string, long> Dims { get; init; } = new Dictionary<string, long>();
}

/// <summary>A model to be measured.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Sha256">Lower-case hex hash of the file.</param>
/// <param name="Model">What is in it.</param>
public sealed record ProfiledModel(string Name, string Sha256, Graphs.Model Model);
