using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Sptq;

/// <summary>All that plain quantization learns from samples, in one pass over them: histograms of activations, means of what layers multiply their weights with.</summary>
/// <param name="Histograms">By tensor.</param>
/// <param name="Means">By the weight's name.</param>
internal sealed record CalibrationPass(IReadOnlyDictionary<string, StreamingHistogram> Histograms, IReadOnlyDictionary<string, LayerStatistics> Means)
{
    /// <summary>Runs the model over the samples, one at a time.</summary>
    /// <param name="runner">What runs it.</param>
    /// <param name="model">The float model.</param>
    /// <param name="tensors">Values that need a range.</param>
    /// <param name="sites">Weights whose inputs' means are wanted; those without a layout are passed over.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="progress">Told after every run.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    public static CalibrationPass Run(IModelRunner runner, Model model, IReadOnlyCollection<string> tensors, IEnumerable<WeightSite> sites, DatasetSplit samples, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var calibrator = new ActivationCalibrator(tensors);
        var means = new Dictionary<string, LayerStatistics>();
        var readers = new List<(Node Node, WeightSite Site, LayerStatistics Statistics)>();
        foreach (WeightSite site in sites.Where(s => s.Layout is not null))
        {
            LayerStatistics statistics = means[site.Weight.Name] = new LayerStatistics(site.Layout!, withMoments: false);
            readers.AddRange(site.Nodes.Select(i => (model.Graph.Nodes[i], site, statistics)));
        }

        ILookup<string, (Node Node, WeightSite Site, LayerStatistics Statistics)> byInput = readers.ToLookup(r => r.Node.Inputs[0]);
        string[] watched = [.. tensors.Union(byInput.Select(r => r.Key))];
        if (watched.Length > 0)
            new ActivationStream(runner).Run(model, watched, samples, See, "Calibrating", progress, cancellation);
        return new CalibrationPass(calibrator.Histograms, means);

        // A weight that several nodes read sums over several tensors: always in the same order.
        void See(IReadOnlyList<Tensor> run)
        {
            calibrator.See(run, tensor => AddMeans(tensor, shared: false));
            foreach (Tensor tensor in run)
                AddMeans(tensor, shared: true);
        }

        void AddMeans(Tensor tensor, bool shared)
        {
            foreach ((Node node, WeightSite site, LayerStatistics statistics) in byInput[tensor.Name].Where(r => r.Site.Nodes.Count > 1 == shared))
            {
                (double[] sums, int count) = LayerMeans.Of(node, statistics.Layout, site.Weight.Shape, tensor);
                statistics.Add(sums, count);
            }
        }
    }
}
