using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Operators.Composition;
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

    /// <summary>Options as written: bits, ranges, samples, per-channel (yes or no), exclude.</summary>
    public static SptqOptions Read(OperatorOptions options) => new()
    {
        WeightBits = options.Number("bits", Standard.WeightBits, 2, 8),
        Ranges = options.Choice("ranges", RangeMethod.MeanSquare),
        Samples = options.Number("samples", Standard.Samples, 1, 1_000_000),
        PerChannel = options.Choice("per-channel", YesNo.Yes) == YesNo.Yes,
        Exclude = options.List("exclude"),
    };

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        if (input.Whole is not { } model)
            throw new InputException("operator-order", Name, "A model in parts cannot be quantized: its parts would be calibrated without each other.", "Write sptq before partition.");
        Dataset data = context.Needed(Name);
        SptqResult result = new SptqOperator(context.Runner).Apply(model, data.Calibration, options, context.Progress, context.Cancellation);
        return input.With([result.Model], $"sptq: {result.IntegerNodes} integer nodes, {result.Edits.Count} edits before, weights of {options.WeightBits} bits");
    }

    private enum YesNo
    {
        Yes,
        No,
    }
}
