using System.Text.RegularExpressions;
using Fulcrum.Evaluation.Calibration;

namespace Fulcrum.Operators.Sptq;

/// <summary>How a model is quantized. Defaults are safe on every processor.</summary>
public sealed record SptqOptions
{
    /// <summary>
    /// Bits of weights, 2 to 8, kept in int8. Default 7: on processors without VNNI the sum of two products of uint8 and full int8 saturates in 16 bits,
    /// of uint8 and 7 bits it does not.
    /// </summary>
    public int WeightBits { get; init; } = 7;

    /// <summary>How ranges of activations are chosen. Default: least square error.</summary>
    public RangeMethod Ranges { get; init; } = RangeMethod.MeanSquare;

    /// <summary>One scale per output channel of weights (default), or one for the whole tensor.</summary>
    public bool PerChannel { get; init; } = true;

    /// <summary>The most calibration samples. Default 300.</summary>
    public int Samples { get; init; } = 300;

    /// <summary>Nodes to leave in float: names or op types, with * for any text. Default: none.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Whether a node is left in float.</summary>
    public bool IsExcluded(Graphs.Node node) => Exclude.Any(pattern => Matches(pattern, node.Name) || Matches(pattern, node.OpType));

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
