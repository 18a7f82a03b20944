using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Recommending;

/// <summary>Placements as tables write them: a tier's name, or several joined by a plus sign or a dash, in any case.</summary>
public static class PlacementText
{
    /// <summary>The positions of the tiers that compute, from the device on; null when the text names none of the system.</summary>
    public static int[]? Parse(string text, TierSystem system)
    {
        int At(string name) => Enumerable.Range(0, system.Tiers.Count).FirstOrDefault(t => system.Tiers[t].Name.Equals(name, StringComparison.OrdinalIgnoreCase), -1);
        if (At(text) is >= 0 and int alone)
            return [alone];
        foreach (char separator in "+-")
        {
            int[] tiers = [.. text.Split(separator, StringSplitOptions.TrimEntries).Select(At)];
            if (tiers.Length > 1 && tiers.All(t => t >= 0) && tiers.Zip(tiers.Skip(1)).All(p => p.First < p.Second))
                return tiers;
        }

        return null;
    }

    /// <summary>The text for positions: names joined by a plus sign.</summary>
    public static string Of(IEnumerable<int> tiers, TierSystem system) => string.Join('+', tiers.Select(t => system.Tiers[t].Name));

    /// <summary>What is wrong with a text that names no tiers.</summary>
    public static Problem Unknown(string text, string place, TierSystem system) => new(
        "tier-unknown", place, $"'{text}' names no tiers of the tiers file, in their order.",
        Suggestions.Closest(text, system.Tiers.Select(t => t.Name)) is string near ? $"Did you mean '{near}'?" : $"Tiers: {string.Join(", ", system.Tiers.Select(t => t.Name))}; several are joined by +.");
}
