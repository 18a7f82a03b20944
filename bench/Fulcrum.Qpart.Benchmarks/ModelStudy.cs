using System.Security.Cryptography;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Lab.Demo;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>All figures of one model.</summary>
internal sealed class ModelStudy(QpartOptions options, ModelEntry entry, CancellationToken cancellation)
{
    private static readonly (double Requests, bool InputStays)[] Asked = [(1, false), (1000, false), (1, true), (1000, true)];
    private readonly ErrorProgress _progress = new(entry.Name, TimeProvider.System);

    public async Task<ModelFigures> RunAsync()
    {
        var chain = new ChainStudy(options, entry, _progress, cancellation);
        DemoReport? report = entry.IsChain ? await chain.RunAsync().ConfigureAwait(false) : null;
        string path = entry.Path ?? Path.Combine(chain.Repository, "model.onnx");
        byte[] file = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        Model model = OnnxFile.Read(path);
        Dataset data = DatasetStore.Open(entry.DataPath());
        var study = new GraphStudy(new OnnxRuntimeRunner(), entry, new CandidateModel("identity", model, hash), data, options.Seed, _progress, cancellation);
        var sizes = study.Sizes();
        (SizeFigure best, IReadOnlyList<LayerFigure> layers) = sizes.Where(s => s.Size.Tolerates <= GraphStudy.Budget).DefaultIfEmpty(sizes[0]).MinBy(s => s.Size.Bytes);
        return new ModelFigures
        {
            Name = entry.Name, Data = data.Name, IsChain = entry.IsChain, Quick = options.Quick, Sha256 = hash, FloatBytes = study.FloatBytes,
            TestSamples = study.TestSamples, Top1 = study.Top1, EncodedInputBytes = study.EncodedInputBytes,
            Layers = [.. report is null ? [] : new[] { chain.Layers(report) }, new LayerFigures("packed", GraphStudy.Budget, best.Lost, layers)],
            Sizes = [.. report is null ? [] : ChainStudy.Sizes(report), .. sizes.Select(s => s.Size)],
            CutLevel = report?.ComparisonLevel ?? GraphStudy.Budget,
            Cuts = report is null ? [.. study.Cuts()] : ChainStudy.Cuts(report),
            Policies = [.. Asked.Select(a => study.Policies(a.Requests, a.InputStays))],
        };
    }
}
