using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Baselines;

/// <summary>Everything on the first tier.</summary>
public sealed class AllOnDevice : IPolicy
{
    /// <inheritdoc/>
    public string Name => "all on device";

    /// <inheritdoc/>
    public Plan? Choose(VariantSpace space, Constraints constraints, Conditions conditions) => SingleCut.OnDevice(space);
}
