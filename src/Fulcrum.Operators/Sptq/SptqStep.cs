using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Fusion;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Sptq;

/// <summary>Static post-training quantization as a step of a composition.</summary>
/// <param name="options">How to quantize.</param>
public sealed class SptqStep(SptqOptions options) : IDeploymentOperator
{
    private static readonly SptqOptions Standard = new();

    /// <inheritdoc/>
    public string Name => "sptq";

    /// <inheritdoc/>
    public bool ChangesOutputs => true;

    /// <summary>Options as written: activations, bits, rounding, rate-lambda, bias-correction, equalize, ranges, samples, per-channel, exclude, map.</summary>
    public static SptqOptions Read(OperatorOptions options) => new()
    {
        Activations = options.Choice("activations", Standard.Activations),
        WeightBits = options.Number("bits", Standard.WeightBits, 2, 8),
        Rounding = options.Choice("rounding", Standard.Rounding),
        RateLambda = options.Real("rate-lambda", Standard.RateLambda),
        BiasCorrection = options.Flag("bias-correction", Standard.BiasCorrection),
        Equalize = options.Flag("equalize", Standard.Equalize),
        Ranges = options.Choice("ranges", RangeMethod.MeanSquare),
        Samples = options.Number("samples", Standard.Samples, 1, 1_000_000),
        PerChannel = options.Flag("per-channel", Standard.PerChannel),
        Exclude = options.List("exclude"),
        Rules = options.File("map") is string path ? PrecisionMap.Read(path) : [],
    };

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        Model model = input.NeededWhole(Name, "A model in parts cannot be quantized: its parts would be calibrated without each other.");
        Dataset? data = options.NeedsData ? context.Needed(Name) : context.Data;
        SptqResult result = new SptqOperator(context.Runner).Apply(model, data?.Calibration, options, context.Progress, context.Cancellation);
        string weights = string.Create(CultureInfo.InvariantCulture, $"weights of {options.WeightBits} bits, {result.CodeBits:0.00} by entropy");
        if (options.Activations == ActivationKind.Float)
            return input.With([result.Model], $"sptq: {result.Weights} weights stored, {result.Edits.Count} edits before, {weights}{Equalised(result)}");
        FusionReport fusion = new FusionInspector(context.Runner).Inspect(result.Model, data!.Calibration);
        return input.With([result.Model], $"sptq: {result.IntegerNodes} integer nodes, {result.Edits.Count} edits before, {weights}{Equalised(result)}; {fusion.Summary}") with { Fusion = fusion };
    }

    private static string Equalised(SptqResult result) => result.EqualisedPairs == 0 ? "" : $", {result.EqualisedPairs} pairs equalized";
}
