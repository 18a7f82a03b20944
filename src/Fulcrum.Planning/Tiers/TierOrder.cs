using Fulcrum.Problems;

namespace Fulcrum.Planning.Tiers;

/// <summary>Finds the order of tiers: the links must make one line through all of them.</summary>
internal static class TierOrder
{
    public static (IReadOnlyList<Tier> Tiers, IReadOnlyList<TierLink> Links) Of(IReadOnlyList<Tier> tiers, IReadOnlyList<TierLink> links, List<Problem> problems)
    {
        foreach (IGrouping<string, TierLink> from in links.GroupBy(l => l.From).Where(g => g.Count() > 1))
            problems.Add(new("tiers-no-line", $"links from '{from.Key}'", $"{from.Count()} links start at tier '{from.Key}'.", "Keep one: tiers stand in a line, each linked to the next."));
        foreach (IGrouping<string, TierLink> to in links.GroupBy(l => l.To).Where(g => g.Count() > 1))
            problems.Add(new("tiers-no-line", $"links to '{to.Key}'", $"{to.Count()} links end at tier '{to.Key}'.", "Keep one: tiers stand in a line, each linked to the next."));
        if (problems.Count > 0)
            return ([], []);
        Dictionary<string, TierLink> next = links.ToDictionary(l => l.From);
        string? first = tiers.Select(t => t.Name).FirstOrDefault(name => links.All(l => l.To != name));
        List<string> order = [];
        for (string? at = first; at is not null; at = next.GetValueOrDefault(at)?.To)
            order.Add(at);
        string[] missing = [.. tiers.Select(t => t.Name).Except(order)];
        string[] looped = [.. missing.Where(name => IsInLoop(name, next))];
        if (looped.Length > 0)
            problems.Add(new("tiers-loop", $"tier '{looped[0]}'", $"The links go round: {string.Join(", ", looped)}.", "Take out the link that goes back: data flows from the device onwards."));
        problems.AddRange(missing.Except(looped).Select(name => new Problem("tiers-no-route", $"tier '{name}'", $"No links lead from tier '{first}' to tier '{name}'.", "Add the missing link, or take the tier out.")));
        Dictionary<string, Tier> byName = tiers.ToDictionary(t => t.Name);
        return problems.Count > 0 ? ([], []) : ([.. order.Select(name => byName[name])], [.. order.SkipLast(1).Select(name => next[name])]);
    }

    private static bool IsInLoop(string start, Dictionary<string, TierLink> next)
    {
        string? at = next.GetValueOrDefault(start)?.To;
        for (int steps = 0; at is not null && at != start && steps <= next.Count; steps++)
            at = next.GetValueOrDefault(at)?.To;
        return at == start;
    }
}
