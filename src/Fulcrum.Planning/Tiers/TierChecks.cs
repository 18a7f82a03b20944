using System.Globalization;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tiers;

/// <summary>Checks the figures and names of tiers and links, each by itself.</summary>
internal static class TierChecks
{
    public static IEnumerable<Problem> Check(IReadOnlyList<Tier> tiers, IReadOnlyList<TierLink> links)
    {
        if (tiers.Count == 0)
            return [new("tiers-empty", "tiers", "There is no tier.", "Give one tier at least: the device.")];
        return [.. tiers.SelectMany((t, i) => Check(t, $"tiers[{i}]")), .. Twice(tiers), .. links.SelectMany((l, i) => Check(l, $"links[{i}]", tiers))];
    }

    private static IEnumerable<Problem> Check(Tier tier, string place)
    {
        if (tier.Name.Length == 0)
            yield return new("tier-name", $"{place}.name", "The tier has no name.", "Give it one, for example \"device\".");
        if (Problem(tier.CyclesPerMac, false, $"{place}.cycles_per_mac") is { } cycles)
            yield return cycles;
        if (Problem(tier.ClockHz, false, $"{place}.clock") is { } clock)
            yield return clock;
        if (tier.Cores is double cores && Problem(cores, false, $"{place}.cpu") is { } quota)
            yield return quota;
        if (tier.Slowdown < 1)
            yield return new("tiers-out-of-range", $"{place}.slowdown", "A tier does each piece of work a whole number of times.", "Write a whole number from 1 to 10000.");
        if (!(tier.MemoryBytes > 0))
            yield return Bad(tier.MemoryBytes, $"{place}.memory", "Give more than zero, or leave it out: unlimited.");
        foreach (Problem problem in SshNames.Check(tier, place))
            yield return problem;
        (double Value, string Name)[] costs = [(tier.PowerWatts ?? 0, "power"), (tier.Kappa, "kappa"), (tier.Price.PerSecond, "price"), (tier.Price.PerRequest, "request")];
        foreach ((double value, string name) in costs)
        {
            if (Problem(value, true, $"{place}.{name}") is { } problem)
                yield return problem;
        }
    }

    private static IEnumerable<Problem> Check(TierLink link, string place, IReadOnlyList<Tier> tiers)
    {
        foreach ((string name, string end) in new[] { (link.From, "from"), (link.To, "to") })
        {
            if (tiers.Any(t => t.Name == name))
                continue;
            string known = string.Join(", ", tiers.Select(t => t.Name));
            yield return new("tier-unknown", $"{place}.{end}", $"There is no tier '{name}'.", Suggestions.Closest(name, tiers.Select(t => t.Name)) is string near ? $"Did you mean '{near}'?" : $"Tiers: {known}.");
        }

        if (link.From == link.To)
            yield return new("tiers-loop", place, $"The link leads from tier '{link.From}' to itself.", "Take it out.");
        (double Value, bool MayBeZero, string Name)[] figures =
        [
            (link.UpBitsPerSecond, false, "up"), (link.DownBitsPerSecond, false, "down"), (link.RttSeconds, true, "rtt"), (link.TransmitWatts, true, "transmit_power"),
            (link.ReceiveWatts, true, "receive_power"), (link.UpPricePerByte, true, "up_price"), (link.DownPricePerByte, true, "down_price"),
        ];
        foreach ((double value, bool mayBeZero, string name) in figures)
        {
            if (Problem(value, mayBeZero, $"{place}.{name}") is { } problem)
                yield return problem;
        }

        if (!(link.Loss is >= 0 and < 1))
            yield return Bad(100 * link.Loss, $"{place}.loss", "Give 0% or more, and less than 100%.");
        Jitter jitter = link.Jitter;
        if (jitter.Shape != JitterShape.None && !(jitter.P99 >= jitter.P50 && jitter.P50 >= 0 && double.IsFinite(jitter.P99) && (jitter.P50 > 0 || jitter.Shape == JitterShape.Normal)))
            yield return new("tiers-out-of-range", $"{place}.jitter", $"A {jitter.Shape.ToString().ToLowerInvariant()} delay cannot have median {Text(jitter.P50)} s and 99th percentile {Text(jitter.P99)} s.", "Give p99 not below p50, and p50 above zero for lognormal.");
    }

    private static IEnumerable<Problem> Twice(IReadOnlyList<Tier> tiers) => tiers.Select((tier, i) => (tier, i)).GroupBy(t => t.tier.Name).Where(g => g.Count() > 1)
        .Select(g => new Problem("tier-twice", $"tiers[{g.ElementAt(1).i}].name", $"The name '{g.Key}' is given to {g.Count()} tiers.", "Give each tier a name of its own."));

    private static Problem? Problem(double value, bool mayBeZero, string place) => double.IsFinite(value) && (value > 0 || (mayBeZero && value == 0))
        ? null
        : Bad(value, place, mayBeZero ? "Give zero or more." : "Give more than zero.");

    private static Problem Bad(double value, string place, string remedy) => new("tiers-out-of-range", place, $"{Text(value)} is not possible here.", remedy);

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
