using Fulcrum.Planning.Placements;

namespace Fulcrum.Lab.Recommending;

/// <summary>An operator on tiers, with what the planner predicts of it: what a recommendation is chosen from.</summary>
public sealed record CandidateStrategy
{
    /// <summary>The operator: a variant's name, or one that only measurements name.</summary>
    public required string Operator { get; init; }

    /// <summary>The tiers that compute, joined by a plus sign.</summary>
    public required string Tier { get; init; }

    /// <summary>Where it is cut, when another strategy has the same operator and tiers; null otherwise.</summary>
    public string? Cut { get; init; }

    /// <summary>Unique among the candidates.</summary>
    public string Name => Cut is null ? $"{Operator} on {Tier}" : $"{Operator} on {Tier}, cut at {Cut}";

    /// <summary>What each tier computes, in the order of the tiers file.</summary>
    public required IReadOnlyList<ComputeLoad> Compute { get; init; }

    /// <summary>What crosses each link, in the order of the tiers file.</summary>
    public required IReadOnlyList<LinkLoad> Links { get; init; }

    /// <summary>Seconds that neither tiers nor rates change: the median of the links' jitter.</summary>
    public double ConstantSeconds { get; init; }

    /// <summary>Standard deviation of the logarithm of a factor on all its computing: 0 where the operator's graph is known, about 1 where it is not.</summary>
    public double OperatorSpread { get; init; }

    /// <summary>Bits per second of each link below which what crosses it is packed without loss; 0: never. Default: empty, none is.</summary>
    public IReadOnlyList<double> PackedBelow { get; init; } = [];

    /// <summary>Points of accuracy lost; null when nobody measured it.</summary>
    public double? DropPoints { get; init; }

    /// <summary>The planner's plan, for every metric but the median latency; null when there is none of this operator.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Baselines that decide this: all on the device, the input sent to a tier, the best static cut.</summary>
    public IReadOnlyList<string> Baselines { get; init; } = [];

    /// <summary>Whether more than one tier computes.</summary>
    public bool IsSplit => Compute.Count(c => c.Seconds > 0) > 1;

    /// <summary>Whether a link ever carries packed tensors.</summary>
    public bool MayPack(int link) => link < PackedBelow.Count && PackedBelow[link] > 0;

    /// <summary>Whether what crosses a link is packed under given conditions.</summary>
    public bool IsPacked(int link, LinkFacts links) => MayPack(link) && links.UpBitsPerSecond[link] < PackedBelow[link];

    /// <summary>Predicted seconds of the bytes of a link.</summary>
    public double LinkSeconds(int link, LinkFacts links) => links.Seconds(link, Links[link], IsPacked(link, links) ? LinkLoad.PackedShare : 1);

    /// <summary>The planner's median latency in seconds.</summary>
    public double PlannedSeconds(LinkFacts links) => ConstantSeconds + Compute.Sum(c => c.Seconds) + Enumerable.Range(0, Links.Count).Sum(l => LinkSeconds(l, links) + (Links[l].IsUsed ? links.RttSeconds[l] : 0));
}

/// <summary>What a tier computes of a request.</summary>
/// <param name="Seconds">Predicted; 0 for nothing.</param>
/// <param name="Spread">Standard deviation of the logarithm of measured over predicted.</param>
public readonly record struct ComputeLoad(double Seconds, double Spread);

/// <summary>What crosses a link in a request.</summary>
/// <param name="IsUsed">Whether requests do; weights that a tier fetches, spread over requests, are bytes without a round trip.</param>
/// <param name="UpBytes">Away from the user.</param>
/// <param name="DownBytes">Towards the user.</param>
/// <param name="Spread">Standard deviation of the logarithm of real over predicted bytes.</param>
/// <param name="Sent">What it is: strategies that send the same share what is learnt of its size.</param>
public readonly record struct LinkLoad(bool IsUsed, double UpBytes, double DownBytes, double Spread, string Sent = "")
{
    /// <summary>What packing is taken to leave of bytes, until measurements say more: images as normalised floats keep 0.42, tensors behind a Relu a half to two thirds.</summary>
    public const double PackedShare = 0.6;
}
