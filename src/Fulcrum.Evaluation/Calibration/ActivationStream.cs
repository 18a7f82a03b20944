using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Evaluation.Calibration;

/// <summary>
/// Runs a model over samples and shows inner tensors batch by batch. Only one batch's activations are alive at a time: memory does not grow with the number of samples.
/// </summary>
/// <param name="runner">What runs the model.</param>
/// <param name="batchSize">Samples per run. Default 1: the least memory.</param>
public sealed class ActivationStream(IModelRunner runner, int batchSize = 1)
{
    /// <summary>Shows every wanted tensor of every run.</summary>
    /// <param name="model">The model; it is not changed otherwise.</param>
    /// <param name="tensors">Float values of the graph, inputs among them.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="see">Called with the tensors of a run, each under its name; their values are good during the call only.</param>
    /// <param name="stage">What progress calls the work.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    /// <exception cref="InputException">The feeder's and the runner's codes.</exception>
    public void Run(Model model, IReadOnlyCollection<string> tensors, DatasetSplit samples, Action<IReadOnlyList<Tensor>> see, string stage, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        HashSet<string> wanted = [.. tensors];
        using ILoadedModel loaded = runner.Load(Watched(model, tensors));
        var feeder = new SampleFeeder(loaded.Inputs, samples, batchSize);
        foreach ((int start, int count) in feeder.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor batch = feeder.Read(start, count);
            loaded.Show([batch], outputs => see([.. outputs.Append(batch).Where(t => wanted.Contains(t.Name)).DistinctBy(t => t.Name)]));
            progress?.Report(new WorkProgress(stage, start + count, samples.Count));
        }
    }

    /// <summary>The model with more of its values as outputs.</summary>
    /// <param name="model">A model.</param>
    /// <param name="tensors">Float values of its graph; those that are inputs or outputs stay what they are.</param>
    public static Model Watched(Model model, IEnumerable<string> tensors)
    {
        HashSet<string> there = [.. model.Graph.Outputs.Select(o => o.Name), .. model.Graph.Inputs.Select(i => i.Name)];
        return model with { Graph = model.Graph with { Outputs = [.. model.Graph.Outputs, .. tensors.Where(t => !there.Contains(t)).Select(t => new ValueInfo(t, new TensorType(ElementType.Float, null)))] } };
    }
}
