using Fulcrum.Planning.Placements;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Coarser weights that a tier can start with, the rest being fetched while it answers.</summary>
/// <param name="Name">Where they are from: a size of the ladder, or <see cref="Nested"/>.</param>
/// <param name="Weights">The tensors, by name.</param>
/// <param name="BaseBytes">Bytes to start with, the graph included.</param>
/// <param name="UpgradeBytes">Bytes of the rest.</param>
/// <param name="WholeBytes">Bytes of the plan's weights coded at once, the graph included.</param>
/// <param name="Loss">What the plan loses with them.</param>
public sealed record ProgressiveBase(string Name, IReadOnlyDictionary<string, PackedTensor> Weights, long BaseBytes, long UpgradeBytes, long WholeBytes, ExecutedLoss Loss)
{
    /// <summary>The plan's own weights without their last digit.</summary>
    public const string Nested = "without the last digit";

    /// <summary>What base and rest take more than the whole at once, as a share of it.</summary>
    public double Overhead => ((double)(BaseBytes + UpgradeBytes) / WholeBytes) - 1;
}

/// <summary>What a plan can start with.</summary>
/// <param name="Chosen">What it does start with; null: nothing that helps keeps the limit.</param>
/// <param name="Candidates">All that were executed.</param>
/// <param name="Tested">What the chosen one loses on the test samples; null without one.</param>
/// <param name="FirstSeconds">Predicted seconds to fetch the base and answer once; those of the whole without a base.</param>
/// <param name="FirstWholeSeconds">The same with the whole.</param>
/// <param name="AmortisedSeconds">Predicted seconds of fetching all, base and rest, by request.</param>
/// <param name="AmortisedWholeSeconds">The same of the whole at once.</param>
public sealed record ProgressiveOutcome(
    ProgressiveBase? Chosen, IReadOnlyList<ProgressiveBase> Candidates, ExecutedLoss? Tested, double FirstSeconds, double FirstWholeSeconds, double AmortisedSeconds, double AmortisedWholeSeconds)
{
    /// <summary>The base on a tier; null where it has none.</summary>
    public IReadOnlyDictionary<string, PackedTensor>? On(Planning.Tiers.Tier tier) => tier.HoldsModels ? null : Chosen?.Weights;
}
