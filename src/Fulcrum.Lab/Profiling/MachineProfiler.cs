using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Profiles;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Lab.Profiling;

/// <summary>Measures the machine it runs on: docs/profiles.md.</summary>
public sealed class MachineProfiler(ProfilingOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
{
    /// <summary>What a clock counts where the system does not state its own: 1 GHz makes the cycles per MAC nanoseconds.</summary>
    private const double UnknownClock = 1e9;

    /// <summary>Measures models one after the other, fits their nodes and judges the fits.</summary>
    /// <param name="models">None where only a link is measured.</param>
    /// <exception cref="InputException">A model does not run; ONNX Runtime cannot be loaded (<c>native-runtime</c>).</exception>
    public MachineProfile Measure(IReadOnlyList<ProfiledModel> models)
    {
        MachineIdentity machine = MachineReader.Identify();
        var profiler = new ModelProfiler(new OnnxRuntimeRunner(options.Threads), options, progress, cancellation);
        ModelProfile[] measured = [.. models.Select(profiler.Measure)];
        var profile = new MachineProfile
        {
            Format = MachineProfile.CurrentFormat,
            Environment = Describe(machine),
            Models = measured,
            Fits = OpFitter.Fit(measured),
            Modelled = new ClockModel(machine.ClockHz ?? UnknownClock, new DeviceProfile().Kappa, Cycles(measured, machine.ClockHz ?? UnknownClock)),
            Link = null,
        };
        return profile with { Models = [.. measured.Select((m, i) => m with { Errors = ErrorReport.Of(models[i].Model, m, profile) })] };
    }

    private MachineEnvironment Describe(MachineIdentity machine) => new()
    {
        System = machine.System,
        Processor = machine.Processor,
        Cores = machine.Cores,
        Threads = options.Threads,
        CpuQuota = machine.CpuQuota,
        Quota = machine.CpuQuota is double quota ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{quota:0.###} cores") : "none",
        Tier = null,
        Instructions = machine.VectorInstructions,
        OnnxRuntime = MachineReader.RuntimeVersion() ?? throw new InputException(MachineAdvice.NoRuntime, "onnxruntime", "The native ONNX Runtime cannot be loaded.", "See fulcrum doctor."),
    };

    private static PrecisionCycles[] Cycles(ModelProfile[] models, double clock) =>
        [.. models.Where(m => m.Macs > 0).GroupBy(m => m.Precision).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new PrecisionCycles(g.Key, clock * 1e-3 * g.Sum(m => m.Whole.MedianMs) / g.Sum(m => (double)m.Macs)))];
}
