using Fulcrum.Operators.Exits;
using Fulcrum.Operators.Fusion;

namespace Fulcrum.Cli.Results;

/// <summary>Result of `apply`.</summary>
/// <param name="Outputs">What was written, manifest.json aside.</param>
/// <param name="Metrics">Before and after; null without data.</param>
/// <param name="Manifest">Where manifest.json is.</param>
/// <param name="Notes">What was done.</param>
/// <param name="Measured">What was timed on this machine.</param>
/// <param name="ResumedSteps">How many steps were taken from an earlier run.</param>
internal sealed record ApplyResult(
    IReadOnlyList<ConvertedFile> Outputs, ApplyMetrics? Metrics, string Manifest, IReadOnlyList<string> Notes, IReadOnlyList<string> Measured, int ResumedSteps);

/// <summary>A metric, 0 to 1, before and after, and the paired loss in points; intervals are of 95 %.</summary>
internal sealed record ApplyMetrics(
    string Metric, double Before, IReadOnlyList<double> BeforeInterval, double After, IReadOnlyList<double> AfterInterval, double DropPoints, IReadOnlyList<double> DropInterval, int Samples)
{
    /// <summary>Where the samples leave; null without exits.</summary>
    public ExitReport? Exits { get; init; }
}

/// <summary>What stands beside the outputs of `apply`: all that is needed to make them again, and nothing that differs between two runs.</summary>
/// <param name="Version">Of Fulcrum.</param>
/// <param name="Model">The input's file name.</param>
/// <param name="ModelSha256">Of the input file.</param>
/// <param name="ModelDataSha256">Of the files of weights beside it.</param>
/// <param name="Operators">The composition as written.</param>
/// <param name="Data">The dataset's name.</param>
/// <param name="DataSha256">Of each split's samples, format and labels.</param>
/// <param name="Seed">Of everything random.</param>
/// <param name="Steps">The operators with all their options.</param>
/// <param name="Notes">What was done, of all steps.</param>
/// <param name="Fusion">What the runtime fuses of a quantized model.</param>
/// <param name="Metrics">Before and after.</param>
/// <param name="Exits">The chain of exits, as in exits.json; null without exits.</param>
/// <param name="Outputs">The files beside this one.</param>
internal sealed record ApplyManifest(
    string Version, string Model, string ModelSha256, IReadOnlyDictionary<string, string> ModelDataSha256, string Operators, string? Data, IReadOnlyDictionary<string, string>? DataSha256, int Seed,
    IReadOnlyList<ApplyStep> Steps, IReadOnlyList<string> Notes, FusionReport? Fusion, ApplyMetrics? Metrics, ExitsFile? Exits, IReadOnlyList<ApplyOutput> Outputs);

/// <summary>One operator: its options with defaults, what it noted, the size of what it left, and the metric where it changes what the model answers.</summary>
internal sealed record ApplyStep(string Operator, IReadOnlyDictionary<string, string?> Options, IReadOnlyList<string> Notes, long Bytes, ApplyMetrics? Metrics);

/// <summary>A file that was written, by its name alone.</summary>
internal sealed record ApplyOutput(string File, long Bytes, string Sha256);

/// <summary>measured.json: what differs between two runs.</summary>
internal sealed record ApplyMeasured(IReadOnlyList<string> Measured);

/// <summary>artefact.json of a finished step in the work folder.</summary>
internal sealed record KeptArtefact(IReadOnlyList<string> Notes, IReadOnlyList<string> Measured, FusionReport? Fusion, ExitPlan? Exits, int Segments, IReadOnlyList<ApplyOutput> Files);
