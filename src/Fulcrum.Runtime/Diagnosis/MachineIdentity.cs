namespace Fulcrum.Runtime.Diagnosis;

/// <summary>What a machine is, without trying anything on it.</summary>
/// <param name="System">Operating system and kernel.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="Processor">The processor's name; null when the system does not say.</param>
/// <param name="Cores">Logical processors of the machine.</param>
/// <param name="Threads">Processors that the process may use.</param>
/// <param name="VectorInstructions">Those that decide how fast models run, in the kernel's spelling.</param>
/// <param name="CpuQuota">Cores, from the control group; null when there is none.</param>
/// <param name="MemoryBytes">Memory that the process may use.</param>
/// <param name="ClockHz">Clock of the first processor as the system states it now; null when it does not say.</param>
public sealed record MachineIdentity(
    string System, string DotNet, string? Processor, int Cores, int Threads, IReadOnlyList<string> VectorInstructions, double? CpuQuota, long MemoryBytes, double? ClockHz);
