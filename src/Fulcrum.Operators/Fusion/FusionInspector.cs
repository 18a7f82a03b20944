using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Operators.Fusion;

/// <summary>Runs a quantized model once, with all of the runtime's optimisations, and reads from its profile what was fused.</summary>
/// <param name="runner">The runtime.</param>
public sealed class FusionInspector(IModelRunner runner)
{
    /// <summary>Inspects a model of one input.</summary>
    /// <param name="model">With QuantizeLinear and DequantizeLinear nodes.</param>
    /// <param name="samples">One of them, or as many as the model's batch, is run.</param>
    /// <exception cref="Problems.InputException">The samples do not fit the model, or it does not run.</exception>
    public FusionReport Inspect(Model model, DatasetSplit samples)
    {
        using ILoadedModel loaded = runner.Load(model, new LoadOptions { Profile = true });
        var feeder = new SampleFeeder(loaded.Inputs, samples, 1);
        (int start, int count) = feeder.Batches().First();
        loaded.Run([feeder.Read(start, count)]);
        IReadOnlyList<ExecutedKernel> executed = loaded.Executed();
        var reasons = new ConversionReasons(model.Graph, executed);
        ILookup<bool, ExecutedConversion> found = executed.Where(k => k.OpType is "QuantizeLinear" or "DequantizeLinear").ToLookup(k => reasons.IsBoundary(k), k => new ExecutedConversion(k.Name, k.OpType, reasons.Why(k)));
        return new FusionReport([.. found[true]], [.. found[false]], [.. executed.Where(k => IsInteger(k.OpType) && reasons.IsFloat(k)).Select(k => ConversionReasons.Origin(k.Name))], executed.Count(k => IsInteger(k.OpType)));
    }

    private static bool IsInteger(string kernel) => kernel.StartsWith("QLinear", StringComparison.Ordinal) || kernel is "QGemm" or "ConvInteger" or "MatMulInteger" or "MatMulIntegerToFloat" or "QAttention";
}
