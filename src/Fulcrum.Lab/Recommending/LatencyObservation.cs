namespace Fulcrum.Lab.Recommending;

/// <summary>One median as the regression sees it.</summary>
/// <param name="Value">What the model says it is.</param>
/// <param name="Seconds">What it was.</param>
/// <param name="Error">Standard error of its logarithm.</param>
/// <param name="Share">By how much its variance is raised because the same requests are seen in more than one way.</param>
/// <param name="Kind">Of what it is a median.</param>
internal sealed record LatencyObservation(Func<double[], PartValue> Value, double Seconds, double Error, double Share, ObservationKind Kind)
{
    /// <summary>Shorter phases are the clock's and the scheduler's, not the model's.</summary>
    private const double ShortestPart = 20e-6;

    /// <summary>Preparing a sample differs from model to model by this much, relative.</summary>
    private const double RestSpread = 0.2;

    /// <summary>The observations of a cell: its whole latency, and its phases where they are known; together they count as often as the requests that they are of.</summary>
    public static IEnumerable<LatencyObservation> Of(MeasuredCell cell, StrategyTerms terms)
    {
        double share = cell.Parts is null ? 1 : 2;
        yield return new(theta => terms.Total(cell.Links, theta), cell.MedianSeconds, cell.Error, share, ObservationKind.Total);
        if (cell.Parts is not { } parts)
            yield break;
        foreach (int tier in terms.Tiers.Where(t => parts.Compute[t] >= ShortestPart))
            yield return new(theta => terms.Compute(tier, theta), parts.Compute[tier], cell.Error, share, ObservationKind.Part);
        foreach (int link in terms.Links.Where(l => parts.Links[l] >= ShortestPart))
            yield return new(theta => terms.Link(link, cell.Links, theta), parts.Links[link], cell.Error, share, ObservationKind.Part);
        if (parts.Rest >= ShortestPart)
            yield return new(terms.Rest, parts.Rest, Math.Max(cell.Error, RestSpread), share, ObservationKind.Rest);
    }

    /// <summary>Measured less predicted: of logarithms, or relative where the prediction may be 0.</summary>
    public double Residual(PartValue value) => Kind == ObservationKind.Rest ? (Seconds - value.Seconds) / Seconds : Math.Log(Seconds / Math.Max(value.Seconds, 1e-12));

    /// <summary>What slopes in seconds are multiplied by to be slopes of <see cref="Residual"/>, with the sign turned.</summary>
    public double SlopeScale(PartValue value) => 1 / (Kind == ObservationKind.Rest ? Seconds : Math.Max(value.Seconds, 1e-12));
}

/// <summary>Of what an observation is.</summary>
internal enum ObservationKind
{
    /// <summary>A whole latency.</summary>
    Total,

    /// <summary>A tier's or a link's phases.</summary>
    Part,

    /// <summary>What is before and behind them.</summary>
    Rest,
}
