using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Ops.Analysis;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>Measures variants beside identity in this process.</summary>
internal sealed class VariantMeasurer(BenchOptions options, CancellationToken cancellation)
{
    private const int KernelsListed = 5;
    private readonly OnnxRuntimeRunner _runner = new(1);

    /// <summary>The figures of a variant.</summary>
    /// <param name="identityFolder">What identity left.</param>
    /// <param name="folder">What the composition left.</param>
    /// <param name="split">Samples that are answered.</param>
    public Figures Measure(string identityFolder, string folder, DatasetSplit split)
    {
        (Manifest manifest, Model[] variant) = Load(folder);
        (_, Model[] identity) = Load(identityFolder);
        Latency latency;
        using (var first = new ChainVariant(_runner, identity, null, split))
        using (var again = new ChainVariant(_runner, identity, null, split))
        using (var second = new ChainVariant(_runner, variant, manifest.Exits, split))
            latency = new PairedTimer(split.Count, options.Seed, options.Seconds, cancellation).Measure(first, again, second);
        bool isSlow = manifest.Fusion is not null && latency.Ratio.Low > 1;
        long macs = manifest.Exits is { } exits ? (long)(exits.ExpectedMacs * Macs(identity)) : Macs(variant);
        return new Figures(
            ReadyModel.Hash(Path.Combine(folder, Manifest.FileName)), manifest.Metrics, manifest.Outputs.Sum(o => o.Bytes), macs, latency, manifest.Fusion?.Summary,
            isSlow ? Costliest(variant, split) : null, isSlow ? Costliest(identity, split) : null, manifest.Exits is not null, manifest.Notes);
    }

    private KernelCost[] Costliest(Model[] segments, DatasetSplit split) => [.. KernelProfile.Of(_runner, segments, split).Take(KernelsListed)];

    private static long Macs(Model[] segments) => segments.Sum(s => ModelAnalyser.Summarise(s).Macs);

    private static (Manifest Manifest, Model[] Segments) Load(string folder)
    {
        Manifest manifest = Manifest.Read(folder) ?? throw new InvalidDataException($"{folder} holds no manifest.");
        IEnumerable<string> files = manifest.Exits?.Segments.Select(s => s.File) ?? manifest.Outputs.Select(o => o.File).Where(f => f.EndsWith(".onnx", StringComparison.Ordinal));
        return (manifest, [.. files.Select(f => OnnxFile.Read(Path.Combine(folder, f)))]);
    }
}
