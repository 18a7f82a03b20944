using Fulcrum.Problems;

namespace Fulcrum.Planning.Tiers;

/// <summary>Tiers, from the device outwards, and the links between them; made by <see cref="TiersFile"/>.</summary>
/// <param name="Tiers">At least one.</param>
/// <param name="Links">Between them.</param>
public sealed record TierSet(IReadOnlyList<Tier> Tiers, IReadOnlyList<TierLink> Links)
{
    /// <summary>The tier of a name.</summary>
    /// <exception cref="InputException"><c>tier-unknown</c>.</exception>
    public Tier Find(string name) => Tiers.FirstOrDefault(t => t.Name == name)
        ?? throw new InputException("tier-unknown", name, "There is no such tier.", Suggestions.Closest(name, Tiers.Select(t => t.Name)) is string near ? $"Did you mean '{near}'?" : $"Tiers: {string.Join(", ", Tiers.Select(t => t.Name))}.");
}
