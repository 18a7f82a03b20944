using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Graphs.Execution;
using Fulcrum.Operators.Rules;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Sptq;

/// <summary>Static post-training quantization to int8, as QuantizeLinear and DequantizeLinear around the ops that ONNX Runtime has integer kernels for.</summary>
/// <param name="runner">Runs the float model on the calibration samples.</param>
public sealed class SptqOperator(IModelRunner runner)
{
    /// <summary>The first opset whose QuantizeLinear takes one scale per channel.</summary>
    private const long LeastOpset = 13;

    /// <summary>Quantizes a model.</summary>
    /// <param name="model">A float model of one input, batch first.</param>
    /// <param name="calibration">Samples to choose ranges by; never those that the result is judged on.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told while calibrating.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    /// <exception cref="InputException"><c>opset-too-old</c>, <c>sptq-nothing</c>, <c>calibration-not-finite</c>, or the data does not fit.</exception>
    public SptqResult Apply(Model model, DatasetSplit calibration, SptqOptions? options = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new SptqOptions();
        if ((model.Opset("") ?? 0) < LeastOpset)
            throw new InputException("opset-too-old", model.Graph.Name, $"The model is written in opset {model.Opset("")}, quantization per channel needs {LeastOpset}.", "Export it again with a newer opset.");
        (Model prepared, IReadOnlyList<RuleRecord> edits) = RuleDriver.Apply(model, new ConstantToInitializerRule(), new IdentityRule(), new FoldBatchNormalizationRule());
        var map = new QuantizationMap(prepared, options);
        if (!map.Nodes.Any())
            throw new InputException("sptq-nothing", model.Graph.Name, "No node of the model has an integer kernel.", "There is nothing to quantize; check the excluded nodes.");
        string[] tensors = [.. map.Tensors()];
        IReadOnlyDictionary<string, StreamingHistogram> seen = new ActivationCalibrator(runner).Run(prepared, tensors, calibration.Take(options.Samples), progress, cancellation);
        var grids = tensors.GroupBy(map.GroupOf).ToDictionary(g => g.Key, g => ActivationGrid.Of(Union(g.Select(t => RangeChooser.Choose(seen[t], options.Ranges, 8)))));
        return new SptqResult(new QdqWriter(prepared, map, grids, options).Write(), edits, map.Nodes.Count());
    }

    private static ValueRange Union(IEnumerable<ValueRange> ranges) => ranges.Aggregate((a, b) => new ValueRange(Math.Min(a.Low, b.Low), Math.Max(a.High, b.High)));
}

/// <summary>What quantization gave.</summary>
/// <param name="Model">The quantized model.</param>
/// <param name="Edits">What was cleaned and folded before.</param>
/// <param name="IntegerNodes">How many nodes became integer.</param>
public sealed record SptqResult(Model Model, IReadOnlyList<RuleRecord> Edits, int IntegerNodes);
