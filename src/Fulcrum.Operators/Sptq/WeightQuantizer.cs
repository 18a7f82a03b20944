using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Sptq;

/// <summary>Puts a model's weights on their grids.</summary>
/// <param name="runner">Runs the model where statistics of layers' inputs are needed.</param>
internal sealed class WeightQuantizer(IModelRunner runner)
{
    /// <summary>Quantizes weights.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="sites">Its weights.</param>
    /// <param name="samples">Calibration samples; null where none are needed.</param>
    /// <param name="means">Means of what layers multiply their weights with, where bias correction needs no more; by the weight's name.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told while statistics are collected.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    public QuantizedWeights Quantize(Model model, IReadOnlyList<WeightSite> sites, DatasetSplit? samples, IReadOnlyDictionary<string, LayerStatistics> means, SptqOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var result = new QuantizedWeights();
        GraphTypes types = TypeInference.Infer(model);
        WeightSite[] regular = [.. sites.Where(s => s.Layout is not null)];
        bool isGptq = options.Rounding == WeightRounding.Gptq;
        foreach (WeightSite site in sites.Where(s => s.Layout is null))
        {
            Node node = model.Graph.Nodes[site.Nodes[0]];
            result.Grids[site.Weight.Name] = WeightGrid.Of(site.Weight, site.Precision.PerChannel ? OpCatalog.Find(node)!.Weight(types.Typed(node))?.ChannelAxis : null, site.Precision.Bits);
        }

        if (samples is null || !isGptq)
        {
            foreach (WeightSite site in regular)
            {
                WeightGrid grid = result.Grids[site.Weight.Name] = WeightRounder.Round(site, null, options.RateLambda);
                if (means.TryGetValue(site.Weight.Name, out LayerStatistics? seen))
                    result.MeanErrors[site.Weight.Name] = BiasCorrection.Error(site, grid, seen);
            }

            return result;
        }

        foreach ((WeightSite site, LayerStatistics statistics) in new LayerStatisticsCollector(runner).Run(model, regular, samples, progress, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new WorkProgress("Rounding weights", result.Grids.Count, sites.Count));
            WeightGrid grid = result.Grids[site.Weight.Name] = WeightRounder.Round(site, statistics, options.RateLambda);
            result.MeanErrors[site.Weight.Name] = BiasCorrection.Error(site, grid, statistics);
        }

        return result;
    }
}

/// <summary>Weights on their grids.</summary>
internal sealed class QuantizedWeights
{
    /// <summary>By the weight's name.</summary>
    public Dictionary<string, WeightGrid> Grids { get; } = [];

    /// <summary>Mean error that each brings into its output channels, where inputs were seen; by the weight's name.</summary>
    public Dictionary<string, double[]> MeanErrors { get; } = [];

    /// <summary>Mean entropy of a code, in bits.</summary>
    public double Entropy() => Grids.Values.Sum(g => g.Entropy() * g.Values.ElementCount) / Math.Max(1, Grids.Values.Sum(g => g.Values.ElementCount));
}
