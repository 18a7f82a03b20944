namespace Fulcrum.Isolation.Processes;

/// <summary>How worker processes are started, limited and watched.</summary>
public sealed record WorkerOptions
{
    /// <summary>The program. Default: <c>fulcrum</c> beside this one.</summary>
    public WorkerCommand Command { get; init; } = WorkerCommand.Beside;

    /// <summary>Threads of a run; 0 (default) takes the CPU quota.</summary>
    public int Threads { get; init; }

    /// <summary>Most bytes of memory of one worker, besides what it shares with the server; 0 (default): 1 GiB and four times the model's files.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Most bytes of the outputs of a run whose shapes are not known before. Default 1 GiB.</summary>
    public long MaxOutputBytes { get; init; } = 1L << 30;

    /// <summary>How long a run may go on after it was cancelled, before the process is killed. Default 2 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a run may take at all. Default 5 minutes.</summary>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a start may take, loading included. Default 5 minutes.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long anything else may take that the worker is told to do. Default 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs of one model at the same time; more wait. Default 16.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>Deaths in a row from which on requests are refused until the worker is back. Default 3.</summary>
    public int Deaths { get; init; } = 3;

    /// <summary>How long a worker has to live for its death to count as the first in a row. Default 30 s.</summary>
    public TimeSpan Steady { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before the second start in a row; doubled for each after it, up to a minute. Default 0.25 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>Told what happens, and what the workers write, a line each; may be called from any thread. Default: nobody.</summary>
    public Action<string, bool>? Log { get; init; }

    /// <summary>The pause before a start.</summary>
    /// <param name="deaths">Deaths in a row before it.</param>
    internal TimeSpan Pause(int deaths) => deaths <= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(60, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(deaths - 2, 16))));
}
