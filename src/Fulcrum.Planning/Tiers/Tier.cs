namespace Fulcrum.Planning.Tiers;

/// <summary>A machine that can run a part of a model. Defaults: a server as in QPART, Table II, that holds the models already.</summary>
public sealed record Tier
{
    /// <summary>What this program is called where nothing else is said.</summary>
    public const string DefaultProgram = "fulcrum";

    /// <summary>Its name, unique in a system.</summary>
    public required string Name { get; init; }

    /// <summary>Clock cycles per multiply-accumulate, for modelled times. Default 1.25.</summary>
    public double CyclesPerMac { get; init; } = 1.25;

    /// <summary>Clock rate in Hz, for modelled times and kappa. Default 3 GHz.</summary>
    public double ClockHz { get; init; } = 3e9;

    /// <summary>CPU quota in cores, which `profile` measures under; null: none.</summary>
    public double? Cores { get; init; }

    /// <summary>How many times slower than its profile, and than the machine that plays it, the tier is: played by doing each piece of work so often. At least 1, the default.</summary>
    public int Slowdown { get; init; } = 1;

    /// <summary>The machine's profile (docs/profiles.md), a path; null: times are modelled.</summary>
    public string? Profile { get; init; }

    /// <summary>Memory for weights and activations in bytes. Default unlimited.</summary>
    public double MemoryBytes { get; init; } = double.PositiveInfinity;

    /// <summary>What computes besides the processor, in words; nothing follows from it. Null: nothing.</summary>
    public string? Accelerator { get; init; }

    /// <summary>
    /// Where the tier before it reaches a real machine that is this tier. Without <see cref="Ssh"/> it is served there already (`fulcrum serve`); with it that is where it will be, port 0 being any free one. Null without ssh: a process of this machine plays it.
    /// </summary>
    public Uri? Host { get; init; }

    /// <summary>A real machine as ssh takes it (<c>pi@192.168.1.20</c>, an alias): this program is started there. Null: not by ssh.</summary>
    public string? Ssh { get; init; }

    /// <summary>This program there: a path, or a name on its PATH. Default <c>fulcrum</c>.</summary>
    public string Program { get; init; } = DefaultProgram;

    /// <summary>Whether it is another machine, where nothing is limited or imitated.</summary>
    public bool IsReal => Host is not null || Ssh is not null;

    /// <summary>Measured power while computing in W; null when energy follows <see cref="Kappa"/>.</summary>
    public double? PowerWatts { get; init; }

    /// <summary>Energy efficiency in J s²: a cycle costs kappa f², QPART (6). Default 0.</summary>
    public double Kappa { get; init; }

    /// <summary>What its use costs.</summary>
    public TierPrice Price { get; init; }

    /// <summary>Whether the models are there already; a tier without them fetches its segment from the nearest later tier that has them. Default true.</summary>
    public bool HoldsModels { get; init; } = true;

    /// <summary>How many times slower than on a whole core tensors are coded: by the quota, where that is less than one.</summary>
    public double CodingSlowdown => Cores is < 1 and double cores ? 1 / cores : 1;

    /// <summary>Energy of a multiply-accumulate in J by QPART (6).</summary>
    public double JoulesPerMac => PowerWatts is null ? Kappa * ClockHz * ClockHz * CyclesPerMac : 0;
}

/// <summary>What a tier costs in use.</summary>
/// <param name="PerSecond">USD per second of computing: a rented machine, or memory times the price of a GB-second.</param>
/// <param name="PerRequest">USD per request that runs something there.</param>
public readonly record struct TierPrice(double PerSecond, double PerRequest)
{
    /// <summary>A serverless function.</summary>
    /// <param name="memoryBytes">Memory it is given.</param>
    /// <param name="perByteSecond">USD per byte of memory and second.</param>
    /// <param name="perRequest">USD per call.</param>
    public static TierPrice Serverless(double memoryBytes, double perByteSecond, double perRequest) => new(memoryBytes * perByteSecond, perRequest);
}
