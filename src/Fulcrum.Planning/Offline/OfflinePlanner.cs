using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Planning.Chains;
using Fulcrum.Planning.Patterns;
using Fulcrum.Planning.Segments;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Offline;

/// <summary>
/// QPART's Algorithm 1, with three repairs: widths are allocated over the bytes that are really sent, by an exact optimum instead of
/// rounding; noise is measured at every width instead of extrapolated; and the budget Delta of every pattern is set by executing it.
/// </summary>
/// <param name="runner">Runs the model.</param>
/// <param name="serialize">Turns a model into .onnx bytes.</param>
public sealed class OfflinePlanner(IModelRunner runner, Func<Model, byte[]> serialize)
{
    /// <summary>Measures a model and makes its patterns.</summary>
    /// <param name="modelName">Its name in the repository.</param>
    /// <param name="modelHash">Lower-case hex SHA-256 of its file.</param>
    /// <param name="model">A chain of layers (<see cref="LayerChain.From"/>).</param>
    /// <param name="calibration">Samples that neither trained nor will judge the model.</param>
    /// <param name="options">Levels and seed.</param>
    /// <param name="progress">Told after each measurement and pattern.</param>
    /// <param name="cancellation">Stops between them.</param>
    /// <exception cref="InputException">The model is no chain, or the samples do not fit it.</exception>
    public PatternSet Plan(
        string modelName, string modelHash, Model model, DatasetSplit calibration, OfflineOptions options,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        var chain = LayerChain.From(model);
        if (chain.CutElements(0) != calibration.SampleLength)
            throw new InputException("data-shape", calibration.Name, $"Samples have {calibration.SampleLength} values, the model takes {chain.CutElements(0)}.", "Use the data the model was trained on.");
        using var executor = new ChainExecutor(runner, chain, calibration);
        int total = (2 * chain.Depth) + ((chain.Depth + 1) * options.Levels.Count), done = 0;
        T Step<T>(string stage, Func<T> work)
        {
            cancellation.ThrowIfCancellationRequested();
            T result = work();
            progress?.Report(new WorkProgress(stage, ++done, total));
            return result;
        }

        double margin = AdversarialMargin(executor);
        var weights = Enumerable.Range(1, chain.Depth).Select(l => new NoisyWeights(executor, l)).ToArray();
        var cuts = Enumerable.Range(0, chain.Depth).Select(c => new NoisyCut(executor, c)).ToArray();
        var weightFacts = weights.Select(w => Step("measuring weights", () => TensorMeasurement.Of(executor, w, options, margin))).ToArray();
        var cutFacts = cuts.Select(c => Step("measuring cuts", () => TensorMeasurement.Of(executor, c, options, margin))).ToArray();
        var maker = new PatternMaker(executor, weights, cuts, weightFacts, cutFacts, new SegmentBuilder(chain, modelName, modelHash, serialize), options);
        var patterns = new List<Pattern>();
        for (int cut = 0; cut <= chain.Depth; cut++)
        {
            patterns.Add(maker.Lossless(cut));
            for (int level = 0; level < options.Levels.Count; level++)
                patterns.Add(Step("planning", () => maker.Make(cut, level)));
        }

        return new PatternSet
        {
            ModelName = modelName, ModelHash = modelHash, Levels = options.Levels, AdversarialMargin = margin, CalibrationSamples = calibration.Count, Patterns = patterns,
            Layers = [.. chain.Layers.Select((l, i) => new LayerFacts(l.Name, l.Weight.Name, l.Weight.ElementCount, l.Macs, weightFacts[i].NoiseScale, weightFacts[i].Robustness))],
            Cuts = [.. Enumerable.Range(0, chain.Depth + 1).Select(c => new CutFacts(
                chain.CutTensor(c).Name, chain.CutElements(c), c < chain.Depth ? cutFacts[c].NoiseScale : 0, c < chain.Depth ? cutFacts[c].Robustness : []))],
        };
    }

    /// <summary>Mean of (z1 - z2)² / 2 over the samples: the least squared logit change that flips an answer.</summary>
    private static double AdversarialMargin(ChainExecutor executor)
    {
        int classes = executor.Reference.Length / executor.Samples.Count;
        double sum = 0;
        for (int i = 0; i < executor.Samples.Count; i++)
        {
            (float first, float second) = (float.NegativeInfinity, float.NegativeInfinity);
            foreach (float logit in executor.Reference.AsSpan(i * classes, classes))
                (first, second) = logit > first ? (logit, first) : (first, Math.Max(second, logit));
            sum += (first - second) * (double)(first - second) / 2;
        }

        return sum / executor.Samples.Count;
    }
}
