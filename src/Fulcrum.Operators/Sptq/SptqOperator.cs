using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Graphs.Execution;
using Fulcrum.Operators.Rules;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Sptq;

/// <summary>
/// Static post-training quantization: to int8, as QuantizeLinear and DequantizeLinear around the ops that ONNX Runtime has integer kernels for, or of the weights only.
/// </summary>
/// <param name="runner">Runs the float model on the calibration samples.</param>
public sealed class SptqOperator(IModelRunner runner)
{
    /// <summary>Quantizes a model.</summary>
    /// <param name="model">A float model of one input, batch first; older opsets are lifted to 13.</param>
    /// <param name="calibration">Samples to choose ranges by, never those that the result is judged on; null only where <see cref="SptqOptions.NeedsData"/> says so.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told while calibrating.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    /// <exception cref="InputException"><c>opset-not-liftable</c>, <c>sptq-nothing</c>, <c>precision-unmatched</c>, <c>calibration-not-finite</c>, or the data does not fit.</exception>
    public SptqResult Apply(Model model, DatasetSplit? calibration, SptqOptions? options = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        SptqPlan plan = Plan(model, calibration, options ?? new SptqOptions(), progress, cancellation);
        return new SptqResult(plan.Write(), plan.Edits, plan.IsWhole ? plan.Map.Nodes.Count() : 0, plan.Sites.Count, plan.EqualisedPairs, plan.Weights.Entropy());
    }

    /// <summary>Everything decided, nothing written; parameters and errors as of <see cref="Apply"/>.</summary>
    internal SptqPlan Plan(Model model, DatasetSplit? calibration, SptqOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        DatasetSplit? samples = calibration?.Take(options.Samples);
        (Model prepared, IReadOnlyList<RuleRecord> edits) = FoldedForm.Of(model);
        PrecisionMap.Require(options.Rules, prepared.Graph);
        int pairs = 0;
        if (options.Equalize)
            (prepared, pairs) = LayerEqualisation.Apply(prepared);
        bool isWhole = options.Activations == ActivationKind.Int8;
        var map = new QuantizationMap(prepared, options);
        IReadOnlyList<WeightSite> sites = [.. WeightSite.Find(prepared.Graph, options).Where(s => !isWhole || s.Nodes.Any(map.Contains))];
        if (isWhole ? !map.Nodes.Any() : sites.Count == 0)
            throw new InputException("sptq-nothing", model.Graph.Name, "No node of the model can be quantized.", "There is nothing to do; check the excluded nodes.");
        bool needsMeans = options.BiasCorrection && options.Rounding != WeightRounding.Gptq && samples is not null;
        string[] tensors = isWhole ? [.. map.Tensors()] : [];
        CalibrationPass seen = samples is null
            ? new CalibrationPass(new Dictionary<string, StreamingHistogram>(), new Dictionary<string, LayerStatistics>())
            : CalibrationPass.Run(runner, prepared, tensors, needsMeans ? sites : [], samples, progress, cancellation);
        IReadOnlyDictionary<string, ActivationGrid> grids = Grids(map, tensors, seen.Histograms, options);
        QuantizedWeights weights = new WeightQuantizer(runner).Quantize(prepared, sites, samples, seen.Means, options, progress, cancellation);
        Model corrected = options.BiasCorrection ? BiasCorrection.Apply(prepared, weights.MeanErrors, sites) : prepared;
        return new SptqPlan(corrected, isWhole ? new QuantizationMap(corrected, options) : map, sites, grids, weights, options, edits, pairs);
    }

    /// <summary>The grid of every tensor of the map, by its group.</summary>
    private static Dictionary<string, ActivationGrid> Grids(QuantizationMap map, string[] tensors, IReadOnlyDictionary<string, StreamingHistogram> seen, SptqOptions options) =>
        tensors.GroupBy(map.GroupOf).ToDictionary(g => g.Key, g => ActivationGrid.Of(g.Select(t => RangeChooser.Choose(seen[t], options.For(map.RuledBy(t)).Ranges, 8)).Aggregate(Union)));

    private static ValueRange Union(ValueRange a, ValueRange b) => new(Math.Min(a.Low, b.Low), Math.Max(a.High, b.High));
}

/// <summary>What quantization gave.</summary>
/// <param name="Model">The quantized model.</param>
/// <param name="Edits">What was cleaned and folded before.</param>
/// <param name="IntegerNodes">How many nodes became integer; 0 when only weights were quantized.</param>
/// <param name="Weights">How many weights were quantized.</param>
/// <param name="EqualisedPairs">How many pairs of layers were equalised.</param>
/// <param name="CodeBits">Mean first-order entropy of the weights' codes, in bits each.</param>
public sealed record SptqResult(Model Model, IReadOnlyList<RuleRecord> Edits, int IntegerNodes, int Weights, int EqualisedPairs, double CodeBits);
