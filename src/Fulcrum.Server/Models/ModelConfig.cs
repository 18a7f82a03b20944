using Fulcrum.Server.Batching;

namespace Fulcrum.Server.Models;

/// <summary>How a model is served: its config.pbtxt, or the defaults.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Folder">That folder.</param>
internal sealed record ModelConfig(string Name, string Folder)
{
    /// <summary>Most samples of a request; 0 (default): the model's own shapes are all there is to say.</summary>
    public int MaxBatchSize { get; init; }

    /// <summary>Whether requests are joined. Default: the server's own setting.</summary>
    public bool? DynamicBatching { get; init; }

    /// <summary>How long a request may wait for others. Default zero.</summary>
    public TimeSpan MaxQueueDelay { get; init; }

    /// <summary>Batch sizes worth running at once.</summary>
    public IReadOnlyList<int> PreferredBatchSizes { get; init; } = [];

    /// <summary>Most requests in the server for this model; 0 (default): the server's own setting.</summary>
    public int MaxQueueSize { get; init; }

    /// <summary>Runs at the same time. Default 1.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Which versions are served. Default: the highest.</summary>
    public VersionPolicy Versions { get; init; } = VersionPolicy.Standard;

    /// <summary>Whether it runs in a process of its own, whatever the server says. Default no.</summary>
    public bool Isolate { get; init; }

    /// <summary>The memory of that process in bytes; 0 (default): the server's own setting.</summary>
    public long IsolateMemory { get; init; }

    /// <summary>What was in the file and is not used, each with its line.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The policy for running a model of this configuration.</summary>
    /// <param name="isBatchable">Whether requests for it can be joined.</param>
    /// <param name="standard">The server's own setting.</param>
    public BatchPolicy Policy(bool isBatchable, BatchPolicy standard)
    {
        bool own = DynamicBatching is not null || MaxBatchSize > 0;
        BatchPolicy policy = !isBatchable || DynamicBatching == false ? new BatchPolicy()
            : DynamicBatching == true ? new BatchPolicy { MaxSamples = Math.Max(1, MaxBatchSize), MaxDelay = MaxQueueDelay, Preferred = PreferredBatchSizes }
            : own ? new BatchPolicy() : standard;
        return policy with { Instances = Instances };
    }
}
