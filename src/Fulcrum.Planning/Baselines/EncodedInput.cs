using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Baselines;

/// <summary>Everything on one later tier, the input sent in its shortest coding without loss.</summary>
/// <param name="tier">The tier's number, from 1.</param>
public sealed class EncodedInput(int tier) : IPolicy
{
    /// <inheritdoc/>
    public string Name => $"encoded input to tier {tier}";

    /// <inheritdoc/>
    public Plan? Choose(VariantSpace space, Constraints constraints, Conditions conditions) => SingleCut.Of(
        space, 0, tier, VariantSpace.Empty, t => space.Codings(t).Where(c => c.DropPoints == 0).MinBy(c => c.Bytes) ?? SingleCut.Plain(space, t));
}
