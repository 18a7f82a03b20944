using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Planning.Tables;

/// <summary>The conditions that a table is made for: every combination of the values given.</summary>
public sealed record ConditionGrid
{
    /// <summary>Rates of each link in bits per second, ascending; the rate down keeps its ratio to the rate up. A link that is not here stays as it is.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<double>> Rates { get; init; } = new Dictionary<int, IReadOnlyList<double>>();

    /// <summary>Slowdowns of each tier, ascending. A tier that is not here stays as it is.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<double>> Slowdowns { get; init; } = new Dictionary<int, IReadOnlyList<double>>();

    /// <summary>Requests that a download serves, ascending. Default 1.</summary>
    public IReadOnlyList<double> ExpectedRequests { get; init; } = [1];

    /// <summary>Every combination.</summary>
    public IReadOnlyList<Conditions> Points(TierSystem system)
    {
        IEnumerable<Conditions> points = ExpectedRequests.Select(n => Conditions.Of(system, n));
        foreach ((int link, IReadOnlyList<double> rates) in Rates.OrderBy(r => r.Key))
            points = points.SelectMany(p => rates.Select(r => p.WithLink(link, r / p.UpBitsPerSecond[link])));
        foreach ((int tier, IReadOnlyList<double> slowdowns) in Slowdowns.OrderBy(s => s.Key))
            points = points.SelectMany(p => slowdowns.Select(s => p.WithSlowdown(tier, s)));
        return [.. points];
    }

    /// <summary>A point within the ranges, even in the logarithm.</summary>
    public Conditions Random(TierSystem system, Random random)
    {
        Conditions point = Conditions.Of(system, Within(ExpectedRequests, random));
        foreach ((int link, IReadOnlyList<double> rates) in Rates.OrderBy(r => r.Key))
            point = point.WithLink(link, Within(rates, random) / point.UpBitsPerSecond[link]);
        foreach ((int tier, IReadOnlyList<double> slowdowns) in Slowdowns.OrderBy(s => s.Key))
            point = point.WithSlowdown(tier, Within(slowdowns, random));
        return point;
    }

    private static double Within(IReadOnlyList<double> values, Random random) => values[0] * Math.Pow(values[^1] / values[0], random.NextDouble());
}
