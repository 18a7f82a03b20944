namespace Fulcrum.Lab.Deployments;

/// <summary>How a plan folder is run on a test bed.</summary>
public sealed record DeploymentOptions
{
    /// <summary>The plan folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The samples: a dataset's name, its folder, or a description.</summary>
    public required string Data { get; init; }

    /// <summary>Requests to time; 0 (default) takes every test sample once.</summary>
    public int Requests { get; init; }

    /// <summary>Requests before those. Default 10.</summary>
    public int Warmup { get; init; } = 10;

    /// <summary>Requests under way at a time. Default 1.</summary>
    public int InFlight { get; init; } = 1;

    /// <summary>A file for the times of every request (<see cref="RequestRow"/>); null (default): none.</summary>
    public string? Raw { get; init; }

    /// <summary>Whether every tier loads its segments again for every request. Default no.</summary>
    public bool SessionPerRequest { get; init; }

    /// <summary>Threads of each tier; 0 (default) takes its CPU quota.</summary>
    public int Threads { get; init; }
}
