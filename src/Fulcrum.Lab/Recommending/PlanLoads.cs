using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Recommending;

/// <summary>Plans as the latency model sees them. A plan's median latency is linear in slowdowns and in the seconds of a byte on each link, so its loads are read off it exactly.</summary>
/// <param name="system">The tiers.</param>
/// <param name="times">What the tiers' profiles say of their own errors.</param>
internal sealed class PlanLoads(TierSystem system, TierTimes times)
{
    /// <summary>Bytes of tensors are known, headers and handshakes are not.</summary>
    public const double KnownBytes = 0.1;

    /// <summary>Standard deviation of the logarithm where a cut, and with it bytes and shares of the work, is only guessed.</summary>
    public const double GuessedCut = 0.8;

    private const double Z95 = 1.645;

    /// <summary>A candidate that is a plan.</summary>
    public CandidateStrategy Of(Plan plan, string name, string tiers, double? drop, double requests) => new()
    {
        Operator = name,
        Tier = tiers,
        Compute = [.. Enumerable.Range(0, system.Tiers.Count).Select(t => Compute(plan, t))],
        Links = [.. Enumerable.Range(0, system.Links.Count).Select(l => Link(plan, l, requests))],
        ConstantSeconds = plan.Of(Metric.LatencyP50, Nothing()) - system.Links.Take(plan.Links.Count).Sum(l => l.RttSeconds),
        DropPoints = drop,
        Plan = plan,
    };

    /// <summary>What a link of a plan folder carries, in bytes up; null when the folder does not use it.</summary>
    public static double? Bytes(PlanManifest manifest, int link) => link < manifest.Links.Count ? manifest.Links[link].Tensors.Sum(t => t.Coding.Kind switch
    {
        PlanCodingKind.Base64 => 4.0 / 3 * t.Bytes,
        PlanCodingKind.Grid => t.Elements * t.Coding.Grid!.Bits / 8.0,
        _ => t.Bytes,
    }) : null;

    private ComputeLoad Compute(Plan plan, int tier)
    {
        double seconds = plan.Of(Metric.LatencyP50, Nothing() with { Slowdown = [.. system.Tiers.Select((_, t) => t == tier ? 1.0 : 0)] }) - plan.Of(Metric.LatencyP50, Nothing());
        return new ComputeLoad(Math.Max(0, seconds), tier < plan.Tiers.Count ? Spread(system.Tiers[tier].Name, plan.Tiers[tier].Source) : 0);
    }

    private LinkLoad Link(Plan plan, int link, double requests)
    {
        double[] Only() => [.. system.Links.Select((_, l) => l == link ? 8 : double.PositiveInfinity)];
        double none = plan.Of(Metric.LatencyP50, Nothing()), up = plan.Of(Metric.LatencyP50, Nothing() with { UpBitsPerSecond = Only() }) - none;
        double down = plan.Of(Metric.LatencyP50, Nothing() with { DownBitsPerSecond = Only(), ExpectedRequests = requests }) - none;
        bool isUsed = link < plan.Links.Count;
        return new LinkLoad(isUsed, Math.Max(0, up), Math.Max(0, down), isUsed || down > 0 ? KnownBytes : 0, isUsed ? plan.Links[link].Cut.Name : "weights");
    }

    /// <summary>Endlessly fast tiers and links: what is left of a metric is what neither changes.</summary>
    private Conditions Nothing() => new()
    {
        UpBitsPerSecond = [.. system.Links.Select(_ => double.PositiveInfinity)],
        DownBitsPerSecond = [.. system.Links.Select(_ => double.PositiveInfinity)],
        Slowdown = new double[system.Tiers.Count],
        ExpectedRequests = double.PositiveInfinity,
    };

    /// <summary>How far a time may be off: by what the tier's profile states, otherwise by experience with times of its kind.</summary>
    private double Spread(string tier, TimeSource source) => times.ErrorOf(tier, source) is double stated ? Math.Max(0.05, Math.Log(1 + stated) / Z95) : source switch
    {
        TimeSource.Measured => 0.07,
        TimeSource.Composed => 0.2,
        TimeSource.Fitted => 0.35,
        _ => 0.9,
    };
}
