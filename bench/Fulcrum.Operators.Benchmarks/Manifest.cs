namespace Fulcrum.Operators.Benchmarks;

/// <summary>What is read of manifest.json.</summary>
internal sealed record Manifest(
    string Version, string ModelSha256, string Operators, int Seed, IReadOnlyList<string> Notes, ManifestFusion? Fusion, ManifestMetrics? Metrics, ManifestExits? Exits, IReadOnlyList<ManifestOutput> Outputs)
{
    public const string FileName = "manifest.json";

    public static Manifest? Read(string folder) => Json.Read<Manifest>(Path.Combine(folder, FileName));
}

/// <summary>A file beside the manifest.</summary>
internal sealed record ManifestOutput(string File, long Bytes, string Sha256);

/// <summary>The metric, 0 to 1, before and after, and the paired loss in points.</summary>
internal sealed record ManifestMetrics(double Before, double After, double DropPoints, IReadOnlyList<double> DropInterval, int Samples);

/// <summary>What the runtime fuses.</summary>
internal sealed record ManifestFusion(IReadOnlyList<ManifestConversion> Boundary, IReadOnlyList<ManifestConversion> Unfused, IReadOnlyList<string> ByRuntime, int IntegerKernels)
{
    public string Summary => $"{IntegerKernels} integer kernels, {Boundary.Count} conversions at the boundary, {Unfused.Count} unfused{(ByRuntime.Count == 0 ? "" : $", {ByRuntime.Count} layers quantized by the runtime")}";
}

/// <summary>A conversion that runs by itself.</summary>
internal sealed record ManifestConversion(string Node, string OpType, string Why);

/// <summary>A chain of segments that samples leave early.</summary>
internal sealed record ManifestExits(string Confidence, double ExpectedMacs, IReadOnlyList<ManifestSegment> Segments);

/// <summary>A segment of the chain; without an exit every sample goes on.</summary>
internal sealed record ManifestSegment(string File, string? Exit, double? Threshold);
