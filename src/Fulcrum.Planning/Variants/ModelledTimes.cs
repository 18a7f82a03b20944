using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Planning.Variants;

/// <summary>Times by QPART (5) and (7): multiply-accumulates times cycles each, over the clock rate.</summary>
/// <param name="macs">Multiply-accumulates of each node; unknown counts 0.</param>
public sealed class ModelledTimes(IReadOnlyList<long> macs) : ISegmentTimes
{
    /// <summary>The times of a model.</summary>
    /// <param name="types">What is known of its values; they give the work of its nodes.</param>
    public static ModelledTimes Of(GraphTypes types) => new([.. types.Graph.Nodes.Select(n => types.Macs(n) ?? 0)]);

    /// <inheritdoc/>
    public TimeEstimate Of(Tier tier, IReadOnlyList<int> nodes)
    {
        double sum = 0;
        for (int i = 0; i < nodes.Count; i++)
            sum += macs[nodes[i]];
        return new TimeEstimate(sum * tier.CyclesPerMac / tier.ClockHz, TimeSource.Modelled);
    }

    /// <summary>The tier that QPART's device constants describe; it does not hold the models.</summary>
    public static Tier Device(DeviceProfile profile, string name = "device") => new()
    {
        Name = name,
        CyclesPerMac = profile.CyclesPerMac,
        ClockHz = profile.ClockHz,
        Kappa = profile.Kappa,
        MemoryBytes = profile.MemoryBytes,
        HoldsModels = false,
    };

    /// <summary>The tier that QPART's server constants describe.</summary>
    public static Tier Server(ServerProfile profile, string name = "server") => new()
    {
        Name = name,
        CyclesPerMac = profile.CyclesPerMac,
        ClockHz = profile.ClockHz,
        Price = new TierPrice(profile.PricePerSecond, 0),
    };

    /// <summary>The link that QPART's constants describe: one rate both ways, transmit power charged both ways, no round trip.</summary>
    public static TierLink Link(LinkProfile profile, DeviceProfile device, string from = "device", string to = "server") => new()
    {
        From = from,
        To = to,
        UpBitsPerSecond = profile.BitsPerSecond,
        DownBitsPerSecond = profile.BitsPerSecond,
        TransmitWatts = device.TransmitWatts,
        ReceiveWatts = device.TransmitWatts,
    };
}
