using System.Globalization;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.Recommending;

/// <summary>The links as they are now, as the latency model needs them.</summary>
/// <param name="UpBitsPerSecond">Rate of each link away from the user.</param>
/// <param name="DownBitsPerSecond">Rate of each link towards the user.</param>
/// <param name="RttSeconds">Round trip of each link.</param>
public sealed record LinkFacts(IReadOnlyList<double> UpBitsPerSecond, IReadOnlyList<double> DownBitsPerSecond, IReadOnlyList<double> RttSeconds)
{
    /// <summary>The links of a system under given conditions.</summary>
    public static LinkFacts Of(TierSystem system, Conditions conditions) => new(conditions.UpBitsPerSecond, conditions.DownBitsPerSecond, [.. system.Links.Select(l => l.RttSeconds)]);

    /// <summary>Equal for equal rates.</summary>
    public string Key { get; } = string.Join(' ', UpBitsPerSecond.Select(r => r.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Seconds of the bytes of a load on a link.</summary>
    /// <param name="link">The link.</param>
    /// <param name="load">The load.</param>
    /// <param name="share">What is left of the bytes up.</param>
    public double Seconds(int link, LinkLoad load, double share = 1) => 8 * ((share * load.UpBytes / UpBitsPerSecond[link]) + (load.DownBytes / DownBitsPerSecond[link]));

    /// <summary>How far two sets of rates are apart: the distance of their logarithms.</summary>
    public double DistanceTo(LinkFacts other) => Math.Sqrt(UpBitsPerSecond.Zip(other.UpBitsPerSecond, (a, b) => Math.Pow(Math.Log(a / b), 2)).Sum());
}
