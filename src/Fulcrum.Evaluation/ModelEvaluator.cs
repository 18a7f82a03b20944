using Fulcrum.Data;
using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Evaluation;

/// <summary>Runs a model over a split.</summary>
/// <param name="runner">What runs it.</param>
/// <param name="batchSize">Samples per run. Default 100.</param>
public sealed class ModelEvaluator(IModelRunner runner, int batchSize = 100)
{
    /// <summary>Judges a model by a metric.</summary>
    /// <param name="model">One input, batch first; its first output is one value per class.</param>
    /// <param name="split">The samples.</param>
    /// <param name="metric">Receives the outputs.</param>
    /// <param name="options">How the model is prepared.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    /// <exception cref="InputException">The samples do not fit the model, or the model does not run.</exception>
    public MetricResult Judge(Model model, DatasetSplit split, Metric metric, LoadOptions? options = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (split.LabelsPerSample > 1 && !metric.TakesMaps)
            throw new InputException("data-labels", split.Name, $"Every sample has a map of {split.LabelsPerSample} labels, {metric.Name} judges one class per sample.", "Use the metric miou.");
        using ILoadedModel loaded = runner.Load(model, options);
        var feeder = new SampleFeeder(loaded.Inputs, split, batchSize);
        int judged = 0;
        foreach ((int start, int count) in feeder.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor output = loaded.Run([feeder.Read(start, count)])[0];
            if (output.Element != ElementType.Float || output.ElementCount % count != 0)
                throw new InputException("output-shape", output.Name, $"The output is {output.Element}[{string.Join(",", output.Shape)}] for {count} samples, not one float per class.", "Judge a classifier.");
            RequireMaps(output, split);
            int fresh = start + count - judged, classes = (int)(output.ElementCount / count);
            metric.Add(output.Values<float>()[((count - fresh) * classes)..], split.LabelsOf(judged, fresh), fresh);
            judged += fresh;
            progress?.Report(new WorkProgress($"Judging on {split.Name}", judged, split.Count));
        }

        return metric.Result();
    }

    private static void RequireMaps(Tensor output, DatasetSplit split)
    {
        if (split.LabelsPerSample > 1 && (output.Shape.Count < 3 || output.Shape.Skip(2).Aggregate(1L, (n, d) => n * d) != split.LabelsPerSample))
            throw new InputException("output-shape", output.Name, $"The output is [{string.Join(",", output.Shape)}], a map has {split.LabelsPerSample} labels.", "Judge a model that gives [batch, class, height, width] at the size of the maps.");
    }

    /// <summary>Top-1.</summary>
    public Accuracy Top1(Model model, DatasetSplit split, CancellationToken cancellation = default)
    {
        bool[] right = Answers(model, split, cancellation);
        return new Accuracy(right.Count(r => r), right.Length);
    }

    /// <summary>For each sample, whether the highest output is at its label.</summary>
    public bool[] Answers(Model model, DatasetSplit split, CancellationToken cancellation = default)
    {
        var top = new TopK(1);
        Judge(model, split, top, cancellation: cancellation);
        return [.. top.Answers];
    }
}
