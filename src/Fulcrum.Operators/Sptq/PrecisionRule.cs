using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Sptq;

/// <summary>What is different for some nodes; null members say nothing.</summary>
/// <param name="Match">A node's name or op type, with * for any text.</param>
/// <param name="Bits">Bits of weights, 2 to 8.</param>
/// <param name="PerChannel">One scale per output channel of the weight, or one for all of it.</param>
/// <param name="Ranges">How the range of the node's output is chosen; of the model's input, by the node that reads it.</param>
/// <param name="Exclude">Whether the node stays float.</param>
public sealed record PrecisionRule(string Match, int? Bits = null, bool? PerChannel = null, RangeMethod? Ranges = null, bool? Exclude = null)
{
    /// <summary>Whether the rule is about a node.</summary>
    public bool Matches(Node node) => NodePattern.Matches(Match, node);
}

/// <summary>How one node is quantized, everything decided.</summary>
/// <param name="Bits">Bits of weights.</param>
/// <param name="PerChannel">One scale per output channel of the weight.</param>
/// <param name="Ranges">How activation ranges are chosen.</param>
/// <param name="Exclude">Stays float.</param>
public sealed record NodePrecision(int Bits, bool PerChannel, RangeMethod Ranges, bool Exclude);
