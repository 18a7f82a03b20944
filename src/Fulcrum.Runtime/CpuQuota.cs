namespace Fulcrum.Runtime;

/// <summary>How many processors this process may really use.</summary>
public static class CpuQuota
{
    /// <summary>Threads worth starting: the cgroup CPU quota (rounded up) and the affinity mask, whichever is smaller; at least 1.</summary>
#pragma warning disable RS0030 // the one place that may ask: on Linux the runtime derives it from cgroup quota and affinity
    public static int Threads { get; } = Math.Max(1, Environment.ProcessorCount);
#pragma warning restore RS0030
}
