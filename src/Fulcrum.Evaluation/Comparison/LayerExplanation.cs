namespace Fulcrum.Evaluation.Comparison;

/// <summary>What one layer of a variant does to the result.</summary>
/// <param name="Value">The value that both models share by name.</param>
/// <param name="Node">The original's node that carries the weight, or makes the value.</param>
/// <param name="OpType">Its op.</param>
/// <param name="Sqnr">Signal to noise of the value between the two whole models, in dB: 10 log10(sum a^2 / sum (a - b)^2). Null when they agree to the bit, or the value is no float tensor of equal size.</param>
/// <param name="LossIncrease">By how much cross-entropy rises, in nats, when only this layer is the variant's.</param>
/// <param name="IsIsolated">Whether the layer alone was exchanged; otherwise its output in the whole variant was put in its place, with all that came before it.</param>
/// <param name="Weight">The range of the original's weight; null when the layer has none.</param>
public sealed record LayerExplanation(string Value, string Node, string OpType, double? Sqnr, double LossIncrease, bool IsIsolated, WeightRange? Weight);

/// <summary>What a variant does to the result.</summary>
/// <param name="Loss">Cross-entropy of the original, in nats.</param>
/// <param name="VariantLoss">That of the variant.</param>
/// <param name="Samples">On how many samples.</param>
/// <param name="Layers">The layers that differ, the worst first.</param>
public sealed record ModelExplanation(double Loss, double VariantLoss, int Samples, IReadOnlyList<LayerExplanation> Layers);
