using Fulcrum.Lab.Processes;

namespace Fulcrum.Lab.Demo;

/// <summary>How the demo runs.</summary>
public sealed record DemoOptions
{
    /// <summary>Where model, patterns and report go.</summary>
    public required string Folder { get; init; }

    /// <summary>How to start server and device.</summary>
    public required FulcrumCommand Command { get; init; }

    /// <summary>The dataset's folder.</summary>
    public required string DatasetPath { get; init; }

    /// <summary>Fulcrum's version, for the report.</summary>
    public required string Version { get; init; }

    /// <summary>Fewer epochs and calibration samples: a tour in a third of the time, not for quoting.</summary>
    public bool Quick { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 takes the CPU quota.</summary>
    public int Threads { get; init; }
}
