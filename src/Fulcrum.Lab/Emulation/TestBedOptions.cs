namespace Fulcrum.Lab.Emulation;

/// <summary>How tiers are brought up.</summary>
public sealed record TestBedOptions
{
    /// <summary>Whether network namespaces are used where the machine has them. Default true.</summary>
    public bool UseNamespaces { get; init; } = true;

    /// <summary>Bytes that a tier's process gets beyond the tier's memory, which is for weights and activations only: .NET, ONNX Runtime, the program itself and the device's samples. Default 512 MiB.</summary>
    public long ProgramBytes { get; init; } = 512L << 20;

    /// <summary>OpenSSH's client, or a script that calls it with options of its own. Default: what FULCRUM_SSH names, else <c>ssh</c>.</summary>
    public string SshClient { get; init; } = Environment.GetEnvironmentVariable("FULCRUM_SSH") is { Length: > 0 } named ? named : "ssh";

    /// <summary>Seed of jitter and loss; each link derives its own. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
