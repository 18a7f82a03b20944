using Fulcrum.Graphs;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Placements;

/// <summary>What the nodes between two cuts ask of a tier, worked out once.</summary>
internal sealed class SegmentCosts
{
    private readonly Variant _variant;
    private readonly TierSystem _system;
    private readonly VariantPaths _paths;
    private readonly WeightFacts _weights;
    private readonly double[] _alive;
    private readonly long[] _macs;

    public SegmentCosts(Variant variant, TierSystem system, VariantPaths paths, WeightFacts weights)
    {
        (_variant, _system, _paths, _weights) = (variant, system, paths, weights);
        _alive = AliveBytes.Of(variant.Map);
        _macs = [.. variant.Map.Model.Graph.Nodes.Select(n => variant.Map.Types.Macs(n) ?? 0)];
    }

    /// <summary>The nodes of one cut's head that are not in another's.</summary>
    public static List<int> Between(CutPoint from, CutPoint to)
    {
        List<int> nodes = new(Math.Max(0, to.Cut.HeadNodes.Count - from.Cut.HeadNodes.Count));
        foreach (int node in to.Cut.HeadNodes)
        {
            if (!NodeBits.Has(from.Head, node))
                nodes.Add(node);
        }

        return nodes;
    }

    /// <summary>Where the time of a segment comes from.</summary>
    public TimeSource Source(int tier, IReadOnlyList<int> nodes) => nodes.Count == 0 ? TimeSource.Measured : _variant.Times.Of(_system.Tiers[tier], nodes).Source;

    /// <summary>The quantities of a segment, as <see cref="SegmentQuantity"/>.</summary>
    public void Write(int tier, int pattern, CutPoint from, CutPoint to, Span<double> q) => WriteNodes(tier, pattern, Between(from, to), q);

    /// <summary>The quantities of any nodes as one segment.</summary>
    public void WriteNodes(int tier, int pattern, List<int> nodes, Span<double> q)
    {
        q.Clear();
        if (nodes.Count == 0)
            return;
        Tier machine = _system.Tiers[tier];
        (double mean, double median, double tail) = OfPaths(nodes, part => _variant.Times.Of(machine, part).Seconds);
        (double used, _, _) = OfPaths(nodes, part => part.Count > 0 ? 1 : 0);
        (double macs, _, _) = OfPaths(nodes, Work);
        (double fetch, double drop, double resident) = _weights.Of(machine, pattern, nodes);
        double alive = 0;
        foreach (int node in nodes)
            alive = Math.Max(alive, _alive[node]);
        (q[SegmentQuantity.Seconds], q[SegmentQuantity.Seconds50], q[SegmentQuantity.Seconds99]) = (mean, median, tail);
        (q[SegmentQuantity.Macs], q[SegmentQuantity.Used], q[SegmentQuantity.Fetch]) = (macs, used, fetch);
        (q[SegmentQuantity.Drop], q[SegmentQuantity.Memory]) = (drop, resident + alive);
    }

    private double Work(List<int> nodes)
    {
        double sum = 0;
        foreach (int node in nodes)
            sum += _macs[node];
        return sum;
    }

    private (double, double, double) OfPaths(List<int> nodes, Func<List<int>, double> of)
    {
        if (_paths.Count == 1)
            return of(nodes) is var all ? (all, all, all) : default;
        return _paths.Weigh(p => of([.. nodes.Where(n => _paths.Has(p, n))]));
    }
}
