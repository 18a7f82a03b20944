using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>results.json: what was measured, kept after every row.</summary>
internal sealed record Results(Machine? Machine, IReadOnlyList<ResultRow> Rows)
{
    public static Results Read(string path) => Json.Read<Results>(path) ?? new Results(null, []);

    /// <summary>The row of a job; null when there is none.</summary>
    public ResultRow? Of(string model, string composition) => Rows.FirstOrDefault(r => r.Model == model && r.Composition == composition);

    /// <summary>Without what was said of a model that could not be had.</summary>
    public Results Without(string model) => this with { Rows = [.. Rows.Where(r => r.Model != model || r.Composition.Length > 0)] };

    /// <summary>With a row in place of its forerunner.</summary>
    public Results With(ResultRow row) => this with { Rows = [.. Rows.Where(r => r.Model != row.Model || r.Composition != row.Composition), row] };

    public void Write(string path) => AtomicFile.WriteBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, Json.Options));
}

/// <summary>One row.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Composition">The composition's short name.</param>
/// <param name="Operators">As applied.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why it was not measured.</param>
/// <param name="Figures">What was measured; null when it was not.</param>
internal sealed record ResultRow(string Model, string Composition, string Operators, string Status, string? Reason, Figures? Figures)
{
    public const string Measured = "measured", NotBuilt = "not built", Skipped = "skipped", Failed = "failed";
}

/// <summary>What is known of a variant.</summary>
/// <param name="Manifest">SHA-256 of its manifest.</param>
/// <param name="Metrics">Top-1 before and after.</param>
/// <param name="Bytes">Of its files.</param>
/// <param name="Macs">Multiply-accumulates of one sample; with early exits those expected on average.</param>
/// <param name="Latency">Beside identity.</param>
/// <param name="Fusion">In words; null when nothing is quantized.</param>
/// <param name="Kernels">The costliest kernels, where a quantized model is slower than identity.</param>
/// <param name="IdentityKernels">Those of identity, then.</param>
/// <param name="HasExits">Whether samples leave early.</param>
/// <param name="Notes">Of the manifest.</param>
internal sealed record Figures(
    string Manifest, ManifestMetrics? Metrics, long Bytes, long Macs, Latency Latency, string? Fusion, IReadOnlyList<KernelCost>? Kernels, IReadOnlyList<KernelCost>? IdentityKernels, bool HasExits, IReadOnlyList<string> Notes);

/// <summary>A machine without its name.</summary>
internal sealed record Machine(string? Processor, int Threads, IReadOnlyList<string> VectorInstructions, string? OnnxRuntime)
{
    private sealed record Doctor(Machine Machine);

    /// <summary>By `doctor`.</summary>
    public static Machine? Of(VerbOutput doctor) => doctor.ExitCode == 0 ? JsonSerializer.Deserialize<Doctor>(doctor.Text, Json.Options)?.Machine : null;

    public override string ToString() =>
        $"{Processor ?? "unknown processor"}, {Threads} cores, {string.Join(" ", VectorInstructions.Where(v => v.Contains("avx", StringComparison.Ordinal) || v.Contains("vnni", StringComparison.Ordinal)))}; ONNX Runtime {OnnxRuntime}";
}
