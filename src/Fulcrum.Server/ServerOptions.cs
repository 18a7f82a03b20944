using Fulcrum.Server.Batching;
using Fulcrum.Server.Models;
using Fulcrum.Server.Rollout;

namespace Fulcrum.Server;

/// <summary>How the server of a model repository runs.</summary>
public sealed record ServerOptions : ListenOptions
{
    /// <summary>The model repository: DIR/NAME/VERSION/model.onnx; with patterns.json beside it a model is also served in parts.</summary>
    public required string Repository { get; init; }

    /// <summary>The store whose models are laid out in the repository's folder, of this server alone, and followed; null: the folder is as it is.</summary>
    public Following? Following { get; init; }

    /// <summary>Most samples in one request for the second half of a chain. Default 4096.</summary>
    public int MaxSamples { get; init; } = 4096;

    /// <summary>Whether clients may load and unload models. Default false: all models are loaded at the start and stay.</summary>
    public bool ModelControl { get; init; }

    /// <summary>Models loaded at the start where clients control them. Default: none.</summary>
    public IReadOnlyList<string> LoadModels { get; init; } = [];

    /// <summary>Most requests in the server for one model, those that run included. Default 256.</summary>
    public int MaxQueue { get; init; } = 256;

    /// <summary>Most bytes of their bodies. Default 512 MiB.</summary>
    public long MaxQueueBytes { get; init; } = 512L << 20;

    /// <summary>Most requests of one address in the server; 0 (default) sets no limit.</summary>
    public int MaxClientRequests { get; init; }

    /// <summary>Most samples joined in one run, of models whose configuration says nothing of batches; 1 (default) joins none.</summary>
    public int BatchSamples { get; init; } = 1;

    /// <summary>How long a request of such a model may wait for others. Default zero.</summary>
    public TimeSpan BatchDelay { get; init; }

    internal ModelSettings Models => new(new BatchPolicy { MaxSamples = BatchSamples, MaxDelay = BatchDelay }, MaxQueue, MaxQueueBytes);
}
