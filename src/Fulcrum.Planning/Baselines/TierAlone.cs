using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Baselines;

/// <summary>Everything on one later tier, the input sent as the model takes it.</summary>
/// <param name="tier">The tier's number, from 1.</param>
public sealed class TierAlone(int tier) : IPolicy
{
    /// <inheritdoc/>
    public string Name => $"tier {tier} alone";

    /// <inheritdoc/>
    public Plan? Choose(VariantSpace space, Constraints constraints, Conditions conditions) => SingleCut.Of(space, 0, tier, VariantSpace.Empty, t => SingleCut.Plain(space, t));
}
