using System.Runtime.ExceptionServices;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Evaluation.Calibration;

/// <summary>Histograms of tensors, filled run by run: memory does not grow with the number of samples.</summary>
/// <param name="tensors">Values to watch: float tensors of the graph, inputs among them.</param>
public sealed class ActivationCalibrator(IEnumerable<string> tensors)
{
    private readonly Dictionary<string, StreamingHistogram> _histograms = tensors.ToDictionary(t => t, _ => new StreamingHistogram());

    /// <summary>One histogram per tensor.</summary>
    public IReadOnlyDictionary<string, StreamingHistogram> Histograms => _histograms;

    /// <summary>Adds the tensors of a run, side by side on all cores.</summary>
    /// <param name="run">Tensors, each once.</param>
    /// <param name="also">Done with each besides.</param>
    /// <exception cref="InputException"><c>calibration-not-finite</c>.</exception>
    public void See(IReadOnlyList<Tensor> run, Action<Tensor> also)
    {
        try
        {
            Parallel.ForEach(run, tensor =>
            {
                See(tensor);
                also(tensor);
            });
        }
        catch (AggregateException several) when (several.InnerException is InputException first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    /// <summary>Adds a tensor's values to its histogram; tensors that are not watched are passed over. Different tensors may come at the same time.</summary>
    /// <exception cref="InputException"><c>calibration-not-finite</c>.</exception>
    private void See(Tensor tensor)
    {
        if (!_histograms.TryGetValue(tensor.Name, out StreamingHistogram? histogram))
            return;
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
