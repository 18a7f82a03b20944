using Fulcrum.Protocol.Plans;

namespace Fulcrum.Planning.Variants;

/// <summary>A place where samples may leave a model early, as in exits.json.</summary>
/// <param name="Output">The output of the model that holds the exit's logits.</param>
/// <param name="Rate">The share of all samples that leave here, 0 to 1.</param>
/// <param name="Threshold">A sample leaves when its confidence is at least this; times need only the rate, folders and executions the threshold.</param>
public sealed record VariantExit(string Output, double Rate, double Threshold)
{
    /// <summary>What confidence is. Default: the highest probability.</summary>
    public ExitConfidence Confidence { get; init; }
}
