namespace Fulcrum.Lab.Emulation;

/// <summary>How tiers are brought up.</summary>
public sealed record TestBedOptions
{
    /// <summary>Whether network namespaces are used where the machine has them. Default true.</summary>
    public bool UseNamespaces { get; init; } = true;

    /// <summary>Bytes that a tier's process gets beyond the tier's memory, which is for weights and activations only: .NET, ONNX Runtime, the program itself and the device's samples. Default 512 MiB.</summary>
    public long ProgramBytes { get; init; } = 512L << 20;

    /// <summary>Seed of jitter and loss; each link derives its own. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
