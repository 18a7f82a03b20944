using Fulcrum.Evaluation.Calibration;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Operators.Sptq;

namespace Fulcrum.Operators.Qat;

/// <summary>How quantization-aware training goes.</summary>
/// <param name="Quantization">What is quantized to what, and where training starts.</param>
/// <param name="Training">How it is trained. A rate of null means <see cref="SgdRate"/> or <see cref="AdamRate"/>.</param>
public sealed record QatOptions(SptqOptions Quantization, FineTuneOptions Training)
{
    /// <summary>The rate by default with sgd.</summary>
    public const double SgdRate = 0.003;

    /// <summary>The rate by default with adam.</summary>
    public const double AdamRate = 1e-4;

    private static readonly FineTuneOptions Standard = new() { Epochs = 3, BatchSize = 64 };

    /// <summary>Options as written: bits, ranges, samples, per-channel, equalize, exclude, map, and those of training.</summary>
    public static QatOptions Read(OperatorOptions options)
    {
        var standard = new SptqOptions();
        var quantization = new SptqOptions
        {
            WeightBits = options.Number("bits", standard.WeightBits, 2, 8),
            Equalize = options.Flag("equalize", standard.Equalize),
            Ranges = options.Choice("ranges", RangeMethod.MeanSquare),
            Samples = options.Number("samples", standard.Samples, 1, 1_000_000),
            PerChannel = options.Flag("per-channel", standard.PerChannel),
            Exclude = options.List("exclude"),
            Rules = options.Text("map") is string path ? PrecisionMap.Read(path) : [],
        };
        return new QatOptions(quantization, FineTuneOptions.Read(options, Standard));
    }
}
