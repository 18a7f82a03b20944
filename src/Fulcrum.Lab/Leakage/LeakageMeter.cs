using Fulcrum.Cuts;
using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Evaluation.Leakage;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Problems;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Lab.Leakage;

/// <summary>
/// Measures, cut by cut, what the receiver of the cut tensor learns of the input: by distance correlation, which needs nothing but samples, and by an attack, a decoder
/// trained to invert the head. Depth is not privacy: a late cut of many values may say more than an early one of few.
/// </summary>
/// <param name="runner">Runs the model.</param>
public sealed class LeakageMeter(IModelRunner runner)
{
    /// <summary>Whose activations are in memory together, when many are asked for.</summary>
    private const int TensorsAtOnce = 8;

    /// <summary>Measures.</summary>
    /// <param name="model">A float model of one input, batch first.</param>
    /// <param name="data">Calibration samples to correlate, training samples to attack with, test samples to judge the attack on.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told as it goes.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InputException"><c>leakage-no-cut</c>, <c>leakage-samples</c>, or the data does not fit the model.</exception>
    public LeakageReport Measure(Model model, Dataset data, LeakageOptions? options = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new LeakageOptions();
        Model lifted = OpsetUpgrade.Lift(model);
        Cut[] cuts = Chosen(lifted, options.Cuts);
        DatasetSplit samples = data.Calibration.Take(options.Samples);
        if (samples.Count < DistanceCorrelation.FewestSamples)
            throw new InputException("leakage-samples", samples.Name, $"{samples.Count} samples are too few for distance correlation.", $"Use at least {DistanceCorrelation.FewestSamples}.");
        double[] correlations = Correlations(lifted, [.. cuts.Select(c => c.Tensors[0].Name)], samples, progress, cancellation);
        var found = new List<CutLeakage>();
        for (int i = 0; i < cuts.Length; i++)
        {
            Reconstruction? attack = options.Attack ? new InversionAttack(runner, options).Run(lifted, cuts[i], data, cancellation) : null;
            found.Add(new CutLeakage(cuts[i].Name, cuts[i].Depth, cuts[i].Bytes, correlations[i], attack?.Psnr, attack?.Ssim));
            if (options.Attack)
                progress?.Report(new WorkProgress("attacking", i + 1, cuts.Length));
        }

        CutLeakage[] judged = [.. found.Where(c => c.Ssim is not null)];
        return new LeakageReport(found, judged.Length < 3 ? null : RankCorrelation.Spearman([.. judged.Select(c => c.DistanceCorrelation)], [.. judged.Select(c => c.Ssim!.Value)]));
    }

    /// <summary>What each of many tensors tells of the input, by distance correlation; outputs of the model are none of them.</summary>
    /// <param name="model">A float model of one input, batch first.</param>
    /// <param name="tensors">Float values of its graph, the input among them if wanted.</param>
    /// <param name="samples">At least <see cref="DistanceCorrelation.FewestSamples"/>.</param>
    /// <param name="progress">Told as it goes.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyDictionary<string, double> OfTensors(Model model, IReadOnlyList<string> tensors, DatasetSplit samples, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        string input = model.Graph.Inputs[0].Name;
        var found = new Dictionary<string, double>();
        foreach (string[] few in tensors.Where(t => t != input).Chunk(TensorsAtOnce))
        {
            double[] correlations = Correlations(model, few, samples, progress, cancellation);
            foreach ((string tensor, double value) in few.Zip(correlations))
                found[tensor] = Math.Clamp(value, 0, 1);
        }

        return found;
    }

    /// <summary>Cuts of one float tensor, spread evenly by depth.</summary>
    private static Cut[] Chosen(Model model, int most)
    {
        Cut[] all = [.. CutFinder.BlockBoundaries(model).Where(c => c.Tensors[0].Tensor?.Element == ElementType.Float && c.Depth is > 0 and < 1)];
        if (all.Length == 0)
            throw new InputException("leakage-no-cut", model.Graph.Name, "No single float tensor separates the model in two.", "List its cuts: fulcrum cuts.");
        return [.. Enumerable.Range(0, Math.Min(most, all.Length)).Select(i => all[(int)((i + 0.5) * all.Length / Math.Min(most, all.Length))])];
    }

    private double[] Correlations(Model model, string[] tensors, DatasetSplit samples, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        string input = model.Graph.Inputs[0].Name;
        string[] watched = [input, .. tensors];
        var seen = watched.ToDictionary(w => w, _ => new List<float>());
        new ActivationStream(runner).Run(model, watched, samples, See, "correlating", progress, cancellation);
        double[] inputs = Distances(seen[input], samples.Count);
        return [.. tensors.Select(t => DistanceCorrelation.Of(inputs, Distances(seen[t], samples.Count), samples.Count))];

        void See(IReadOnlyList<Tensor> run)
        {
            foreach (Tensor tensor in run)
                seen[tensor.Name].AddRange(tensor.Values<float>());
        }
    }

    private static double[] Distances(List<float> values, int samples) =>
        DistanceCorrelation.Distances(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values), samples);
}
