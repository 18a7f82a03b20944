using System.Numerics.Tensors;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Tensor = Fulcrum.Graphs.Tensor;

namespace Fulcrum.Evaluation.Comparison;

/// <summary>Compares a variant with its original, layer by layer, over the values that they share by name.</summary>
/// <param name="runner">Runs both.</param>
/// <param name="batchSize">Samples per run. Default 10.</param>
public sealed class ModelComparer(IModelRunner runner, int batchSize = 10)
{
    /// <summary>Signal to noise and sensitivity of every layer that differs.</summary>
    /// <param name="original">A classifier of one input, batch first.</param>
    /// <param name="variant">What was made of it; inner values kept their names.</param>
    /// <param name="samples">The samples, with labels.</param>
    /// <param name="progress">Told after every layer.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    /// <exception cref="InputException"><c>explain-nothing</c> when no shared layer differs; the feeder's and the runner's codes.</exception>
    public ModelExplanation Run(Model original, Model variant, DatasetSplit samples, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<SharedLayer> layers = SharedLayer.Find(original.Graph, variant.Graph);
        if (layers.Count == 0)
            throw new InputException("explain-nothing", variant.Graph.Name, "No value that both models name is computed differently.", "Give a variant that was made of this original, in that order.");
        using var whole = new ComparedModels(runner, original, variant, [.. layers.Select(l => l.Value)], batchSize);
        whole.Measure(samples, progress, cancellation);
        var explained = new List<LayerExplanation>();
        foreach (SharedLayer layer in layers.Where(l => whole.Type(l.Value) is not null))
        {
            Model? hybrid = VariantSplice.Replace(original, variant, layer);
            double loss = hybrid is not null ? whole.Loss(hybrid, null, samples, cancellation) : whole.Loss(VariantSplice.Continue(original, whole.Type(layer.Value)!), layer.Value, samples, cancellation);
            WeightRange? range = layer.WeightTensor is Tensor weight ? WeightRange.Of(weight, (WeightRange.Axis(layer.Node) + weight.Shape.Count) % weight.Shape.Count) : null;
            explained.Add(new LayerExplanation(layer.Value, layer.Node.Display, layer.Node.OpType, whole.Sqnr(layer.Value), loss - whole.OriginalLoss, hybrid is not null, range));
            progress?.Report(new WorkProgress("Exchanging layers", explained.Count, layers.Count));
        }

        return new ModelExplanation(whole.OriginalLoss, whole.VariantLoss, samples.Count, [.. explained.OrderByDescending(l => l.LossIncrease).ThenBy(l => l.Sqnr ?? double.PositiveInfinity)]);
    }
}
