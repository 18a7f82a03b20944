namespace Fulcrum.Runtime.Diagnosis;

/// <summary>What this machine has that matters for running and measuring models.</summary>
public sealed record MachineFacts
{
    /// <summary>Operating system and kernel.</summary>
    public required string System { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string DotNet { get; init; }

    /// <summary>The processor's name; null when the system does not say.</summary>
    public required string? Processor { get; init; }

    /// <summary>Processors that the process may use.</summary>
    public required int Threads { get; init; }

    /// <summary>Vector instructions that decide how fast models run, in the kernel's spelling.</summary>
    public required IReadOnlyList<string> VectorInstructions { get; init; }

    /// <summary>CPU quota in cores from the control group; null when there is none.</summary>
    public required double? CpuQuota { get; init; }

    /// <summary>Memory that the process may use, bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The native ONNX Runtime's version; null when it cannot be loaded.</summary>
    public required string? OnnxRuntime { get; init; }

    /// <summary>Milliseconds that a session of one Relu takes to make and run; null when it fails.</summary>
    public required double? FirstRunMs { get; init; }

    /// <summary>Smallest step of the clock that latencies are taken with, nanoseconds.</summary>
    public required double ClockStepNs { get; init; }

    /// <summary>Spread of a fixed piece of work repeated 50 times: 90th percentile over median. Near 1 on a quiet machine.</summary>
    public required double Noise { get; init; }

    /// <summary>What tier emulation can use here.</summary>
    public required EmulationFacts Emulation { get; init; }
}

/// <summary>What is there for emulating tiers and links.</summary>
/// <param name="IsRoot">Whether the process may change the network and control groups.</param>
/// <param name="NetworkNamespaces">Whether a network namespace can be made.</param>
/// <param name="RateLimit">Whether <c>tc</c> and its token bucket filter work (rate of a link).</param>
/// <param name="Delay">Whether the kernel has <c>netem</c> (delay, jitter, loss); else delay is added in the transport.</param>
/// <param name="CpuLimit">Whether a control group with a CPU quota can be made.</param>
/// <param name="MemoryLimit">Whether one with a memory limit can be made.</param>
public sealed record EmulationFacts(bool IsRoot, bool NetworkNamespaces, bool RateLimit, bool Delay, bool CpuLimit, bool MemoryLimit);
