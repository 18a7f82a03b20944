using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Microsoft.ML.OnnxRuntime;
using Tensor = Fulcrum.Graphs.Tensor;

namespace Fulcrum.Runtime.Diagnosis;

/// <summary>Reads <see cref="MachineFacts"/> off the machine it runs on.</summary>
public static class MachineReader
{
    private static readonly string[] Interesting = ["sse4_2", "avx", "avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_tile", "amx_int8", "neon", "asimd", "asimddp", "i8mm", "sve"];

    /// <summary>What the machine is.</summary>
    public static MachineIdentity Identify()
    {
        Dictionary<string, string> cpu = CpuInfo();
        return new MachineIdentity(
            RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, cpu.GetValueOrDefault("model name") ?? cpu.GetValueOrDefault("Processor"), CountCores(), Fulcrum.Runtime.CpuQuota.Threads,
            [.. Interesting.Intersect((cpu.GetValueOrDefault("flags") ?? cpu.GetValueOrDefault("Features") ?? "").Split(' '))], ControlGroup.CpuQuota(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            double.TryParse(cpu.GetValueOrDefault("cpu MHz"), NumberStyles.Float, CultureInfo.InvariantCulture, out double mhz) && mhz > 0 ? mhz * 1e6 : null);
    }

    /// <summary>The native ONNX Runtime's version; null when it cannot be loaded.</summary>
    public static string? RuntimeVersion() => TryRuntime().Version;

    /// <summary>Looks at everything; takes about a second.</summary>
    public static MachineFacts Read()
    {
        MachineIdentity machine = Identify();
        (string? version, double? first) = TryRuntime();
        return new MachineFacts
        {
            System = machine.System,
            DotNet = machine.DotNet,
            Processor = machine.Processor,
            Threads = machine.Threads,
            VectorInstructions = machine.VectorInstructions,
            CpuQuota = machine.CpuQuota,
            MemoryBytes = machine.MemoryBytes,
            OnnxRuntime = version,
            FirstRunMs = first,
            ClockStepNs = 1e9 / Stopwatch.Frequency,
            Noise = MeasureNoise(),
            Emulation = EmulationProbe.Run(),
        };
    }

    private static int CountCores()
    {
        try
        {
            return Math.Max(Fulcrum.Runtime.CpuQuota.Threads, File.ReadLines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal)));
        }
        catch (IOException)
        {
            return Fulcrum.Runtime.CpuQuota.Threads;
        }
    }

    private static Dictionary<string, string> CpuInfo()
    {
        try
        {
            return File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(p => p.Length == 2).DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[1]);
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static (string? Version, double? FirstRunMs) TryRuntime()
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            var builder = new GraphBuilder("probe");
            builder.Output(builder.Emit("Relu", [builder.Input("x", ElementType.Float, 4)], "y"), ElementType.Float, 4);
            using OnnxRuntimeModel model = new OnnxRuntimeRunner(1).Load(new Model { Graph = builder.ToGraph() });
            Tensor y = model.Run([Tensor.From<float>("x", [4], [-1, 0, 1, 2])])[0];
            double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return (OrtEnv.Instance().GetVersionString(), y.Values<float>().SequenceEqual([0f, 0, 1, 2]) ? took : null);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException or OnnxRuntimeException)
        {
            return (null, null);
        }
    }

    private static double MeasureNoise()
    {
        double[] times = new double[50];
        double sum = 0;
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int k = 1; k < 100_000; k++)
                sum += 1.0 / k;
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        return sum > 0 ? Math.Round(times[45] / times[25], 3) : 0;
    }
}
