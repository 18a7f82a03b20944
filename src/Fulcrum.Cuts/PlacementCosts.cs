using Fulcrum.Graphs;

namespace Fulcrum.Cuts;

/// <summary>
/// What placing work on tiers and moving tensors between them costs, in one unit of any kind (seconds, joules, money, a weighted sum).
/// Tiers are in order (device, edge, cloud): work may only move on to later ones. All costs are finite and not negative.
/// </summary>
public sealed record PlacementCosts
{
    /// <summary>The cost of a node on each tier, two tiers or more.</summary>
    public required IReadOnlyList<Func<Node, double>> Tiers { get; init; }

    /// <summary>The cost of a tensor on the link from each tier to the next, paid once however many nodes read it. Its size in bytes is given, null when unknown.</summary>
    public required IReadOnlyList<Func<string, long?, double>> Links { get; init; }

    /// <summary>The cost of bringing an output of the model back from the tier that makes it to the first. Default: none.</summary>
    public Func<string, int, double> Returning { get; init; } = (_, _) => 0;
}

/// <summary>Where each node of a model runs.</summary>
/// <param name="Cost">What it costs in all.</param>
/// <param name="Tiers">The nodes of each tier: positions in the graph, ascending. What depends on constants only is on none.</param>
/// <param name="Crossing">The tensors on each link.</param>
public sealed record Placement(double Cost, IReadOnlyList<IReadOnlyList<int>> Tiers, IReadOnlyList<IReadOnlyList<string>> Crossing);
