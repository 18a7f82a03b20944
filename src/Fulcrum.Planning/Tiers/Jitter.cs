namespace Fulcrum.Planning.Tiers;

/// <summary>The shape of a varying delay.</summary>
public enum JitterShape
{
    /// <summary>Always zero.</summary>
    None,

    /// <summary>Normal: as much below the median as above.</summary>
    Normal,

    /// <summary>Lognormal: a long tail above.</summary>
    Lognormal,
}

/// <summary>A delay that varies from request to request, given by its median and its 99th percentile in seconds.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="P50">Median in seconds; above 0 for lognormal.</param>
/// <param name="P99">99th percentile in seconds, not below the median.</param>
public readonly record struct Jitter(JitterShape Shape, double P50, double P99)
{
    /// <summary>The 99th percentile of the standard normal distribution.</summary>
    internal const double Z99 = 2.3263478740408408;

    /// <summary>Expected value in seconds.</summary>
    public double Mean => Shape switch
    {
        JitterShape.Normal => P50,
        JitterShape.Lognormal => P50 * Math.Exp(Sigma * Sigma / 2),
        _ => 0,
    };

    /// <summary>Variance in seconds squared.</summary>
    public double Variance => Shape switch
    {
        JitterShape.Normal => Math.Pow((P99 - P50) / Z99, 2),
        JitterShape.Lognormal => Math.Pow(Mean, 2) * (Math.Exp(Sigma * Sigma) - 1),
        _ => 0,
    };

    private double Sigma => Math.Log(P99 / P50) / Z99;

    /// <summary>
    /// The sum of independent delays. Exact for one delay and for normal ones; otherwise the lognormal of the same mean and variance (Fenton-Wilkinson).
    /// </summary>
    public static Jitter Sum(params IEnumerable<Jitter> delays)
    {
        Jitter[] all = [.. delays.Where(d => d.Shape != JitterShape.None)];
        if (all.Length <= 1)
            return all.Length == 0 ? default : all[0];
        (double mean, double variance) = (all.Sum(d => d.Mean), all.Sum(d => d.Variance));
        if (all.All(d => d.Shape == JitterShape.Normal) || mean <= 0)
            return new Jitter(JitterShape.Normal, mean, mean + (Z99 * Math.Sqrt(variance)));
        double square = Math.Log(1 + (variance / (mean * mean)));
        double median = mean * Math.Exp(-square / 2);
        return new Jitter(JitterShape.Lognormal, median, median * Math.Exp(Z99 * Math.Sqrt(square)));
    }
}
