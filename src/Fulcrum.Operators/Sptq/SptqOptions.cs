using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Sptq;

/// <summary>How a model is quantized. Defaults are safe on every processor.</summary>
public sealed record SptqOptions
{
    /// <summary>
    /// Bits of weights, 2 to 8, kept in int8. Default 7: on processors without VNNI the sum of two products of uint8 and full int8 saturates in 16 bits,
    /// of uint8 and 7 bits it does not.
    /// </summary>
    public int WeightBits { get; init; } = 7;

    /// <summary>Whether activations become integers too (default), or only weights are stored on a grid and computing stays float.</summary>
    public ActivationKind Activations { get; init; } = ActivationKind.Int8;

    /// <summary>How weights are rounded. Default: to the nearest.</summary>
    public WeightRounding Rounding { get; init; } = WeightRounding.Nearest;

    /// <summary>
    /// Weight of a code's length in its rounding, from 0 (default: none): distortion, in squares of a mean weight's step, plus this times the code's bits by the entropy
    /// of the tensor's codes.
    /// </summary>
    public double RateLambda { get; init; }

    /// <summary>Whether biases take up the mean error that rounding brings into each output channel (Nagel et al. 2019, empirical). Default: yes.</summary>
    public bool BiasCorrection { get; init; } = true;

    /// <summary>Whether ranges of consecutive layers are made equal first (Nagel et al. 2019). Default: no.</summary>
    public bool Equalize { get; init; }

    /// <summary>How ranges of activations are chosen. Default: least square error.</summary>
    public RangeMethod Ranges { get; init; } = RangeMethod.MeanSquare;

    /// <summary>One scale per output channel of weights (default), or one for the whole tensor.</summary>
    public bool PerChannel { get; init; } = true;

    /// <summary>The most calibration samples. Default 300.</summary>
    public int Samples { get; init; } = 300;

    /// <summary>Nodes to leave in float: names or op types, with * for any text. Default: none.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Rules for single nodes; of those that match a node the last one that says something counts. Default: none.</summary>
    public IReadOnlyList<PrecisionRule> Rules { get; init; } = [];

    /// <summary>Whether quantizing needs samples at all.</summary>
    public bool NeedsData => Activations == ActivationKind.Int8 || Rounding == WeightRounding.Gptq || BiasCorrection;

    /// <summary>How a node is quantized.</summary>
    public NodePrecision For(Node node)
    {
        PrecisionRule[] matching = [.. Rules.Where(r => r.Matches(node))];
        return new NodePrecision(
            matching.LastOrDefault(r => r.Bits is not null)?.Bits ?? WeightBits,
            matching.LastOrDefault(r => r.PerChannel is not null)?.PerChannel ?? PerChannel,
            matching.LastOrDefault(r => r.Ranges is not null)?.Ranges ?? Ranges,
            matching.LastOrDefault(r => r.Exclude is not null)?.Exclude ?? Exclude.Any(pattern => NodePattern.Matches(pattern, node)));
    }
}

/// <summary>What activations are computed in.</summary>
public enum ActivationKind
{
    /// <summary>uint8, where ONNX Runtime has integer kernels.</summary>
    Int8,

    /// <summary>float.</summary>
    Float,
}

/// <summary>How weights get onto their grid.</summary>
public enum WeightRounding
{
    /// <summary>Each to the nearest.</summary>
    Nearest,

    /// <summary>One after the other, the error fed into those that follow by the inputs' second moments (Frantar et al. 2023).</summary>
    Gptq,
}
