using Fulcrum.Problems;

namespace Fulcrum.Planning.Tiers;

/// <summary>Tiers in order from the user on, and the links between neighbours.</summary>
public sealed record TierSystem
{
    /// <summary>Puts tiers in the order in which the links join them; a link given twice in the same words counts once.</summary>
    /// <exception cref="InputException">Every problem: figures out of range, a name twice, tiers in a loop or without a route.</exception>
    public TierSystem(IReadOnlyList<Tier> tiers, IReadOnlyList<TierLink> links)
    {
        List<Problem> problems = [.. TierChecks.Check(tiers, links)];
        (Tiers, Links) = problems.Count == 0 ? TierOrder.Of(tiers, [.. links.Distinct()], problems) : ([], []);
        if (problems.Count > 0)
            throw new InputException(problems);
    }

    /// <summary>The tiers; the first is the user's device.</summary>
    public IReadOnlyList<Tier> Tiers { get; }

    /// <summary>The link from each tier to the next.</summary>
    public IReadOnlyList<TierLink> Links { get; }

    /// <summary>The tier of a name.</summary>
    /// <exception cref="InputException"><c>tier-unknown</c>.</exception>
    public Tier Find(string name) => Tiers.FirstOrDefault(t => t.Name == name)
        ?? throw new InputException("tier-unknown", name, "There is no such tier.", Suggestions.Closest(name, Tiers.Select(t => t.Name)) is string near ? $"Did you mean '{near}'?" : $"Tiers: {string.Join(", ", Tiers.Select(t => t.Name))}.");

    /// <summary>The first tier at or after one that holds the models; the last tier when none does.</summary>
    public int HolderFrom(int tier) => Enumerable.Range(tier, Tiers.Count - tier).FirstOrDefault(t => Tiers[t].HoldsModels, Tiers.Count - 1);
}
