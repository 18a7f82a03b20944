using System.Globalization;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.Studies;

/// <summary>The links of a study's tiers at given rates.</summary>
/// <param name="Name">The rates in Mbit/s, joined by dashes in a sweep; empty where nothing is swept.</param>
/// <param name="System">The tiers with these links.</param>
public sealed record StudyConditions(string Name, TierSystem System)
{
    /// <summary>Bits per second below which packing without loss (about 50 MB/s on one core) is sooner done than sending what it saves.</summary>
    public const double SlowLink = 100e6;

    /// <summary>What follows a strategy's name in lists: the rates with their unit, behind a comma; nothing where nothing is swept.</summary>
    public string Suffix => Name.Length > 0 ? $", {Name} Mbit/s" : "";

    /// <summary>Every combination of rates; the rate down keeps its ratio to the rate up. Without rates, the tiers as they are.</summary>
    /// <param name="system">The tiers.</param>
    /// <param name="rates">Rates up in bits per second, by the link's name (<c>mobile-edge</c>).</param>
    public static IReadOnlyList<StudyConditions> Of(TierSystem system, IReadOnlyDictionary<string, IReadOnlyList<double>> rates)
    {
        if (rates.Count == 0)
            return [new StudyConditions("", system)];
        IEnumerable<TierLink[]> all = [[]];
        foreach (TierLink link in system.Links)
        {
            IReadOnlyList<double> ups = rates.TryGetValue(NameOf(link), out IReadOnlyList<double>? swept) ? swept : [link.UpBitsPerSecond];
            all = all.SelectMany(before => ups.Select(up => (TierLink[])[.. before, link with { UpBitsPerSecond = up, DownBitsPerSecond = link.DownBitsPerSecond * up / link.UpBitsPerSecond }]));
        }

        return [.. all.Select(links => new StudyConditions(string.Join('-', links.Select(l => Megabits(l.UpBitsPerSecond))), new TierSystem(system.Tiers, links)))];
    }

    /// <summary>How a link is called.</summary>
    public static string NameOf(TierLink link) => $"{link.From}-{link.To}";

    /// <summary>A rate as columns and names have it.</summary>
    public static string Megabits(double bitsPerSecond) => (bitsPerSecond / 1e6).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Whether a link on the way to a tier is so slow that what crosses is packed.</summary>
    /// <param name="tier">The tier's position.</param>
    public bool IsSlowTo(int tier) => System.Links.Take(tier).Any(l => l.UpBitsPerSecond < SlowLink);
}
