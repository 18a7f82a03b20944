using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Exits;

/// <summary>Runs a model with exits, whole or as a chain of segments, over samples: every exit answers every sample, which is what thresholds are judged by.</summary>
public sealed class ExitChain : IDisposable
{
    private readonly ILoadedModel[] _segments;
    private readonly string[] _outputs;

    /// <summary>Loads the segments.</summary>
    /// <param name="runner">What runs them.</param>
    /// <param name="segments">The whole model, or its segments first to last.</param>
    /// <param name="plan">Its exits.</param>
    /// <param name="options">How they are prepared.</param>
    public ExitChain(IModelRunner runner, IReadOnlyList<Model> segments, ExitPlan plan, LoadOptions? options = null)
    {
        _segments = [.. segments.Select(s => runner.Load(s, options))];
        _outputs = [.. plan.Outputs];
    }

    /// <summary>The logits of each exit, then those of the final output.</summary>
    /// <param name="input">Samples as a tensor of the first segment's input.</param>
    public IReadOnlyList<Tensor> Run(Tensor input)
    {
        var known = new Dictionary<string, Tensor> { [input.Name] = input };
        foreach (ILoadedModel segment in _segments)
        {
            foreach (Tensor output in segment.Run([.. segment.Inputs.Select(i => known[i.Name])]))
                known[output.Name] = output;
        }

        return [.. _outputs.Select(o => known[o])];
    }

    /// <summary>Runs a split batch by batch.</summary>
    /// <param name="split">The samples.</param>
    /// <param name="take">Is given what every exit says of a batch.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellation">Ends the work between batches.</param>
    /// <exception cref="InputException"><c>output-shape</c> when an output is not one float per class; the feeder's codes.</exception>
    public void Run(DatasetSplit split, Action<ExitBatch> take, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var feeder = new SampleFeeder(_segments[0].Inputs, split, 100);
        int done = 0;
        foreach ((int start, int count) in feeder.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            int fresh = start + count - done;
            take(new ExitBatch(done, fresh, [.. Run(feeder.Read(start, count)).Select(t => Fresh(t, count, fresh))]));
            done += fresh;
            progress?.Report(new WorkProgress($"Running exits on {split.Name}", done, split.Count));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ILoadedModel segment in _segments)
            segment.Dispose();
    }

    /// <summary>The last samples of a run: where the batch is fixed, the first may have been run before.</summary>
    private static ReadOnlyMemory<float> Fresh(Tensor output, int count, int fresh)
    {
        if (output.Element != ElementType.Float || output.Shape.Count != 2 || output.Shape[0] != count)
            throw new InputException("output-shape", output.Name, $"The output is {output.Element}[{string.Join(",", output.Shape)}] for {count} samples, not one float per class.", "Exits are for classifiers.");
        return output.Values<float>()[((count - fresh) * (int)output.Shape[1])..].ToArray();
    }
}
