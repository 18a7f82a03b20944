using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Planning.Placements;

/// <summary>The cost model: what each quantity of a segment or a link adds to each metric, as coefficients over <see cref="FeatureLayout"/>. Equations in docs/planning.md.</summary>
internal sealed class MetricModel(TierSystem system)
{
    public FeatureLayout Layout { get; } = new(system.Tiers.Count);

    public TierSystem System => system;

    public void AddSegment(Metric metric, int tier, ReadOnlySpan<double> q, double[] into)
    {
        Tier machine = system.Tiers[tier];
        switch (metric)
        {
            case Metric.Latency or Metric.LatencyP50 or Metric.LatencyP99:
                into[FeatureLayout.Slowdown(tier)] += q[SegmentQuantity.Seconds + (metric - Metric.Latency)];
                break;
            case Metric.Energy when tier == 0:
                into[FeatureLayout.Slowdown(0)] += (machine.PowerWatts ?? 0) * q[SegmentQuantity.Seconds];
                into[FeatureLayout.Constant] += machine.JoulesPerMac * q[SegmentQuantity.Macs];
                break;
            case Metric.Money:
                into[FeatureLayout.Slowdown(tier)] += machine.Price.PerSecond * q[SegmentQuantity.Seconds];
                into[FeatureLayout.Constant] += machine.Price.PerRequest * q[SegmentQuantity.Used];
                break;
            case Metric.Memory when tier == 0:
                into[FeatureLayout.Constant] += q[SegmentQuantity.Memory];
                break;
            case Metric.Drop:
                into[FeatureLayout.Constant] += q[SegmentQuantity.Drop];
                break;
        }

        for (int link = tier; link < system.HolderFrom(tier); link++)
            AddFetch(metric, link, q[SegmentQuantity.Fetch], into);
    }

    public void AddLink(Metric metric, int link, ReadOnlySpan<double> q, double[] into)
    {
        TierLink wire = system.Links[link];
        switch (metric)
        {
            case Metric.Latency or Metric.LatencyP50 or Metric.LatencyP99:
                int path = metric - Metric.Latency;
                into[Layout.Up(link)] += q[LinkQuantity.Up + path];
                into[Layout.Down(link)] += q[LinkQuantity.Down + path];
                into[FeatureLayout.Constant] += wire.RttSeconds * q[LinkQuantity.Use + path];
                into[FeatureLayout.Slowdown(link)] += system.Tiers[link].CodingSlowdown * q[LinkQuantity.Encode + path];
                into[FeatureLayout.Slowdown(link + 1)] += system.Tiers[link + 1].CodingSlowdown * q[LinkQuantity.Decode + path];
                break;
            case Metric.Energy when link == 0:
                into[FeatureLayout.Slowdown(0)] += (system.Tiers[0].PowerWatts ?? 0) * system.Tiers[0].CodingSlowdown * q[LinkQuantity.Encode];
                into[Layout.Up(0)] += wire.TransmitWatts * q[LinkQuantity.Up];
                into[Layout.Down(0)] += wire.ReceiveWatts * q[LinkQuantity.Down];
                break;
            case Metric.Money:
                into[FeatureLayout.Slowdown(link)] += system.Tiers[link].Price.PerSecond * system.Tiers[link].CodingSlowdown * q[LinkQuantity.Encode];
                into[FeatureLayout.Slowdown(link + 1)] += system.Tiers[link + 1].Price.PerSecond * system.Tiers[link + 1].CodingSlowdown * q[LinkQuantity.Decode];
                into[FeatureLayout.Constant] += (wire.UpPricePerByte * q[LinkQuantity.Up]) + (wire.DownPricePerByte * q[LinkQuantity.Down]);
                break;
            case Metric.Bytes:
                into[FeatureLayout.Constant] += q[LinkQuantity.Up] + q[LinkQuantity.Down];
                break;
            case Metric.Drop:
                into[FeatureLayout.Constant] += q[LinkQuantity.Drop];
                break;
        }
    }

    /// <summary>What comes with using the first so many links, whatever crosses: jitter.</summary>
    public void AddDepth(Metric metric, int links, double[] into)
    {
        Jitter jitter = Jitter.Sum(system.Links.Take(links).Select(l => l.Jitter));
        into[FeatureLayout.Constant] += metric switch
        {
            Metric.Latency => jitter.Mean,
            Metric.LatencyP50 => jitter.P50,
            Metric.LatencyP99 => jitter.P99,
            _ => 0,
        };
    }

    private void AddFetch(Metric metric, int link, double bytes, double[] into)
    {
        TierLink wire = system.Links[link];
        switch (metric)
        {
            case Metric.Latency or Metric.LatencyP50 or Metric.LatencyP99:
                into[Layout.Fetch(link)] += bytes;
                break;
            case Metric.Energy when link == 0:
                into[Layout.Fetch(0)] += wire.ReceiveWatts * bytes;
                break;
            case Metric.Money:
                into[FeatureLayout.PerRequest] += wire.DownPricePerByte * bytes;
                break;
            case Metric.Bytes:
                into[FeatureLayout.PerRequest] += bytes;
                break;
        }
    }
}
