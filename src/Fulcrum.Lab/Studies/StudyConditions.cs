using System.Globalization;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.Studies;

/// <summary>The links of a study's tiers at given rates.</summary>
/// <param name="Name">The rates in Mbit/s, joined by dashes in a sweep; empty where nothing is swept.</param>
/// <param name="System">The tiers with these links.</param>
public sealed record StudyConditions(string Name, TierSystem System)
{
    /// <summary>Bits per second below which packing without loss, on a core of this machine, is sooner done than sending what it saves: it takes in some 50 MB/s and takes a quarter off floats.</summary>
    private const double SlowLink = 100e6;

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

    /// <summary>Whether a link is so slow for the tier before it that what crosses is packed.</summary>
    /// <param name="link">The link's position.</param>
    public bool IsSlow(int link) => System.Links[link].UpBitsPerSecond < PackedBelow(System.Tiers[link]);

    /// <summary>Bits per second below which a tier packs what it sends: fewer where it packs slowly.</summary>
    public static double PackedBelow(Tier sender) => SlowLink / (sender.Slowdown * sender.CodingSlowdown);
}
