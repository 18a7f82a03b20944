using Fulcrum.Cuts;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Baselines;

/// <summary>DADS (INFOCOM 2019), light load: the minimum cut between the first tier and one later tier for the latency of one sample, floats; the best of the tiers.</summary>
public sealed class Dads : IPolicy
{
    /// <inheritdoc/>
    public string Name => "dads";

    /// <inheritdoc/>
    public Plan? Choose(VariantSpace space, Constraints constraints, Conditions conditions)
    {
        double[] weights = [.. Objective.Least(Metric.Latency).Weights];
        var prices = new MetricPrices(space.Model, weights, space.Model.Layout.Of(conditions));
        return SingleCut.LaterTiers(space).Select(tier => Cut(space, tier, prices)).Append(SingleCut.OnDevice(space)).MinBy(p => p.Of(Metric.Latency, conditions));
    }

    private static Plan Cut(VariantSpace space, int tier, MetricPrices prices)
    {
        CutMap map = space.Variant.Map;
        double secondsDown = Enumerable.Range(0, tier).Sum(l => prices.Link(l, LinkQuantity.Down));
        Placement placement = map.Cheapest(new PlacementCosts
        {
            Tiers = [node => space.NodeCost(0, space.Positions[node], prices), node => space.NodeCost(tier, space.Positions[node], prices)],
            Links = [(value, _) => Enumerable.Range(0, tier).Sum(l => prices.Link(l, LinkQuantity.Up)) * SingleCut.Plain(space, value).Bytes],
            Returning = (value, at) => at == 0 ? 0 : secondsDown * (map.BytesOf(value) ?? 0),
        });
        int cut = space.Add(map.At(placement.Tiers[0]));
        return cut == VariantSpace.Full ? SingleCut.OnDevice(space) : SingleCut.Of(space, 0, tier, cut, t => SingleCut.Plain(space, t));
    }
}
