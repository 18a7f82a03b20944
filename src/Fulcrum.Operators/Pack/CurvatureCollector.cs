using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Sptq;
using Fulcrum.Problems;
using Fulcrum.Training;
using Fulcrum.Training.Losses;

namespace Fulcrum.Operators.Pack;

/// <summary>Finds the curvature of every layer from calibration samples; labels are not looked at.</summary>
internal static class CurvatureCollector
{
    private const int ProbeBatch = 8;
    private const double LeastWeight = 1e-3;

    /// <summary>The layers, in the order of the sites. Without gradients - another output than logits, an op without one - channels of a layer count alike.</summary>
    public static (LayerCurvature[] Layers, bool HasGradients) Run(Model model, IReadOnlyList<WeightSite> sites, DatasetSplit samples, OperatorContext context)
    {
        LayerCurvature[] layers =
        [
            .. new LayerStatisticsCollector(context.Runner).Run(model, sites, samples, context.Progress, context.Cancellation).Select(s => LayerCurvature.Of(s.Site, s.Statistics)),
        ];
        IReadOnlyDictionary<string, WeightGradients>? seen = Gradients(model, layers, samples, context);
        return (seen is null ? layers : [.. layers.Select(l => l with { RowWeights = RowWeights(l, seen[l.Site.Weight.Name].Powers, samples.Count) })], seen is not null);
    }

    private static IReadOnlyDictionary<string, WeightGradients>? Gradients(Model model, LayerCurvature[] layers, DatasetSplit samples, OperatorContext context)
    {
        try
        {
            var random = new Random(context.Seed);
            int classes = Classes(model);
            int[] labels = [.. Enumerable.Range(0, samples.Count).Select(_ => random.Next(classes))];
            byte[] stored = [.. Enumerable.Range(0, samples.Count).SelectMany(i => samples.Stored(i).ToArray())];
            var probed = new DatasetSplit(samples.Name, samples.SampleLength, stored, labels, samples.Format);
            return new GradientObserver(context.Runner) { Loss = new LogitProbe() }.Run(
                model, probed, [.. layers.Select(l => l.Site.Weight.Name)], samples.Count, ProbeBatch, context.Seed, context.Progress, context.Cancellation);
        }
        catch (InputException refused) when (refused.Problems.All(p => p.Code is "op-without-gradient" or "model-not-trainable" or "gradient-unreachable" or "opset-not-liftable"))
        {
            return null;
        }
    }

    private static int Classes(Model model) =>
        model.Graph.Outputs[0].Tensor?.Shape is [_, { Size: long classes and > 1 }] ? (int)classes
        : throw new InputException("model-not-trainable", model.Graph.Outputs[0].Name, "The output is not [batch, classes].", "Use a classifier.");

    /// <summary>s_r: the squares of a row's gradients over what the inputs alone would give.</summary>
    private static double[] RowWeights(LayerCurvature layer, float[] powers, int samples)
    {
        (WeightLayout layout, double[] weights) = (layer.Layout, new double[layer.Layout.Rows]);
        for (int r = 0; r < weights.Length; r++)
        {
            for (int k = 0; k < layout.Columns; k++)
                weights[r] += powers[(r * layout.RowStride) + (k * layout.ColumnStride)];
            weights[r] /= samples * layer.Trace(r / layout.GroupRows);
        }

        double least = Math.Max(weights.Average() * LeastWeight, 1e-30);
        return [.. weights.Select(w => Math.Max(w, least))];
    }
}
