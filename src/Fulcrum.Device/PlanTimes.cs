using Fulcrum.Protocol.Plans;

namespace Fulcrum.Device;

/// <summary>Where the time of one request of a deployed plan went, from the inputs in place to the outputs in place.</summary>
/// <param name="Tiers">What each tier took; the first is the device.</param>
/// <param name="LinkMs">Milliseconds on each link, both ways: what the tier before waited less what the tiers after say they took.</param>
/// <param name="TotalMs">Milliseconds in all.</param>
/// <param name="BytesUp">Bytes of the message sent.</param>
/// <param name="BytesDown">Bytes of the answer.</param>
public sealed record PlanTimes(IReadOnlyList<StageTiming> Tiers, IReadOnlyList<double> LinkMs, double TotalMs, int BytesUp, int BytesDown)
{
    /// <summary>The plan that answered, as a set numbers them; 0 for a single plan.</summary>
    public int Plan { get; init; }

    /// <summary>Whether another plan was to answer: the next tier was gone, late, or known to be gone.</summary>
    public bool IsFallback { get; init; }
}
