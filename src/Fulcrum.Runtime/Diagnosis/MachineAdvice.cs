using System.Globalization;
using Fulcrum.Problems;

namespace Fulcrum.Runtime.Diagnosis;

/// <summary>What follows from the facts.</summary>
public static class MachineAdvice
{
    private const double Noisy = 1.25;

    /// <summary>Code of the one problem that stops everything.</summary>
    public const string NoRuntime = "native-runtime";

    /// <summary>What somebody who runs or measures models here should know; empty on a good machine.</summary>
    public static IReadOnlyList<Problem> Of(MachineFacts facts)
    {
        var advice = new List<Problem>();
        if (facts.OnnxRuntime is null || facts.FirstRunMs is null)
            advice.Add(new Problem(NoRuntime, "onnxruntime", "The native ONNX Runtime cannot be loaded or gives wrong results.", "Build again on this machine: the build fetches the library for its platform."));
        if (facts.VectorInstructions.Contains("avx2") && !facts.VectorInstructions.Any(v => v.Contains("vnni", StringComparison.Ordinal)))
            advice.Add(new Problem("cpu-no-vnni", "processor", "There are no VNNI instructions: int8 weights with uint8 activations can saturate in 16 bits, and int8 gains less speed.", "Use uint8 weights, or 7-bit weights, and measure."));
        if (!facts.VectorInstructions.Any(v => v is "avx2" or "neon" or "asimd"))
            advice.Add(new Problem("cpu-no-vectors", "processor", "No wide vector instructions were found.", "Expect models to run several times slower than figures from other machines."));
        if (facts.CpuQuota is double quota && quota < facts.Threads)
            advice.Add(new Problem("cpu-quota", "control group", string.Create(CultureInfo.InvariantCulture, $"The CPU quota is {quota:0.##} cores for {facts.Threads} threads: runs are stopped for parts of each period."), $"Use --threads {Math.Max(1, (int)quota)}."));
        if (facts.Noise > Noisy)
            advice.Add(new Problem("machine-noisy", "processor", string.Create(CultureInfo.InvariantCulture, $"The same work took {facts.Noise:0.00} times its median at the 90th percentile: something else is running."), "Measure on a quiet machine, or compare only ratios taken side by side."));
        if (facts.Emulation is { NetworkNamespaces: false } or { RateLimit: false })
            advice.Add(new Problem("emulation-network", "network", facts.Emulation.IsRoot ? "Links cannot be emulated in the kernel here." : "Links cannot be emulated in the kernel without root.", "Run as root with iproute2 installed; until then links are shaped inside the process."));
        else if (!facts.Emulation.Delay)
            advice.Add(new Problem("emulation-delay", "network", "The kernel has no netem: delay, jitter and loss are added in the transport.", "Load the module sch_netem if you can."));
        if (!facts.Emulation.CpuLimit)
            advice.Add(new Problem("emulation-cpu", "control group", "Slow tiers cannot be emulated by CPU quota here.", "Run as root with control groups mounted."));
        if (facts.Emulation is { CpuLimit: true, MemoryLimit: false })
            advice.Add(new Problem("emulation-memory", "control group", "Memory limits of tiers cannot be emulated here.", "Mount the memory controller of control groups."));
        return advice;
    }
}
