namespace Fulcrum.Planning.Variants;

/// <summary>A place where samples may leave a model early, as in exits.json.</summary>
/// <param name="Output">The output of the model that holds the exit's logits.</param>
/// <param name="Rate">The share of all samples that leave here, 0 to 1.</param>
/// <param name="Threshold">A sample leaves when its confidence is at least this; for the reader, times need only the rate.</param>
public sealed record VariantExit(string Output, double Rate, double Threshold);
