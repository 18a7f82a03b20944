using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Placements;

/// <summary>What changes between requests: how fast links and tiers are now.</summary>
public sealed record Conditions
{
    /// <summary>Rate of each link away from the user in bits per second.</summary>
    public required double[] UpBitsPerSecond { get; init; }

    /// <summary>Rate of each link towards the user in bits per second.</summary>
    public required double[] DownBitsPerSecond { get; init; }

    /// <summary>How many times slower than its profile each tier is now, by what it is, by load or throttling; 1 is as measured.</summary>
    public required double[] Slowdown { get; init; }

    /// <summary>Requests over which the download of a segment is spread. Default 1, as in QPART.</summary>
    public double ExpectedRequests { get; init; } = 1;

    /// <summary>Links and tiers as the system describes them.</summary>
    public static Conditions Of(TierSystem system, double expectedRequests = 1) => new()
    {
        UpBitsPerSecond = [.. system.Links.Select(l => l.UpBitsPerSecond)],
        DownBitsPerSecond = [.. system.Links.Select(l => l.DownBitsPerSecond)],
        Slowdown = [.. system.Tiers.Select(t => (double)t.Slowdown)],
        ExpectedRequests = expectedRequests,
    };

    /// <summary>The same with both rates of a link multiplied.</summary>
    public Conditions WithLink(int link, double factor) => this with
    {
        UpBitsPerSecond = [.. UpBitsPerSecond.Select((r, l) => l == link ? r * factor : r)],
        DownBitsPerSecond = [.. DownBitsPerSecond.Select((r, l) => l == link ? r * factor : r)],
    };

    /// <summary>The same with another slowdown of a tier.</summary>
    public Conditions WithSlowdown(int tier, double slowdown) => this with { Slowdown = [.. Slowdown.Select((s, t) => t == tier ? slowdown : s)] };

    /// <summary>Refuses figures that cannot be.</summary>
    /// <exception cref="InputException"><c>conditions-out-of-range</c>, one for each.</exception>
    public void Require(TierSystem system)
    {
        if (UpBitsPerSecond.Length != system.Links.Count || DownBitsPerSecond.Length != system.Links.Count || Slowdown.Length != system.Tiers.Count)
            throw new InputException("conditions-out-of-range", "conditions", "There is not one rate for each link and one slowdown for each tier.", "Start from Conditions.Of(system).");
        (string Place, double Value)[] figures =
        [
            .. UpBitsPerSecond.Select((v, i) => ($"links[{i}].up", v)), .. DownBitsPerSecond.Select((v, i) => ($"links[{i}].down", v)),
            .. Slowdown.Select((v, i) => ($"tiers[{i}].slowdown", v)), ("expected_requests", ExpectedRequests),
        ];
        Problem[] problems = [.. figures.Where(f => !(f.Value > 0) || double.IsInfinity(f.Value)).Select(f => new Problem("conditions-out-of-range", f.Place, $"{f.Value} is not a positive number.", "Give a positive, finite value."))];
        if (problems.Length > 0)
            throw new InputException(problems);
    }
}
