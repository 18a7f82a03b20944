namespace Fulcrum.Lab.Emulation;

/// <summary>What stands for the machines and cables.</summary>
public enum TestBedKind
{
    /// <summary>Processes of this machine over loopback; links wholly imitated in the transport.</summary>
    Loopback,

    /// <summary>A network namespace for each tier, a pair of virtual cards for each link, rates held by the kernel; delay, jitter and loss imitated in the transport.</summary>
    Namespaces,
}
