using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Evaluation.Calibration;

/// <summary>
/// Runs a model over calibration samples and keeps a histogram per wanted tensor: memory does not grow with the number of samples. Batches are small,
/// so that only one batch's activations are alive at a time.
/// </summary>
/// <param name="runner">What runs the model.</param>
/// <param name="batchSize">Samples per run. Default 1: the least memory.</param>
public sealed class ActivationCalibrator(IModelRunner runner, int batchSize = 1)
{
    /// <summary>One histogram per tensor.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="tensors">Values to watch: float tensors of the graph, inputs among them.</param>
    /// <param name="samples">The calibration samples.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    /// <exception cref="InputException"><c>calibration-not-finite</c> when a tensor has infinite values or NaN; the feeder's and the runner's codes.</exception>
    public IReadOnlyDictionary<string, StreamingHistogram> Run(Model model, IReadOnlyCollection<string> tensors, DatasetSplit samples, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var histograms = tensors.ToDictionary(t => t, _ => new StreamingHistogram());
        new ActivationStream(runner, batchSize).Run(model, tensors, samples, seen => Observe(histograms[seen.Name], seen), "Calibrating", progress, cancellation);
        return histograms;
    }

    private static void Observe(StreamingHistogram histogram, Tensor tensor)
    {
        try
        {
            histogram.Add(tensor.Values<float>());
        }
        catch (ArgumentException failure)
        {
            throw new InputException("calibration-not-finite", tensor.Name, $"The tensor has values that no range can hold. {failure.Message}", "Check the samples and the weights: fulcrum validate --level data.", failure);
        }
    }
}
