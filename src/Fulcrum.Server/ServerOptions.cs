namespace Fulcrum.Server;

/// <summary>How the server of a model repository runs.</summary>
public sealed record ServerOptions : ListenOptions
{
    /// <summary>The model repository: DIR/NAME/VERSION/model.onnx with patterns.json beside it.</summary>
    public required string Repository { get; init; }

    /// <summary>Most samples in one inference request. Default 4096.</summary>
    public int MaxSamples { get; init; } = 4096;
}
