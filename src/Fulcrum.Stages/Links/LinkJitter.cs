namespace Fulcrum.Stages.Links;

/// <summary>A delay that varies, given by its median and its 99th percentile. Never below zero.</summary>
/// <param name="P50">Median in seconds; above 0 for a lognormal delay.</param>
/// <param name="P99">99th percentile in seconds, not below the median.</param>
/// <param name="IsNormal">Normal instead of lognormal.</param>
public readonly record struct LinkJitter(double P50, double P99, bool IsNormal = false)
{
    /// <summary>The 99th percentile of the standard normal distribution.</summary>
    private const double Z99 = 2.3263478740408408;

    /// <summary>One delay in seconds.</summary>
    internal double Draw(Random random)
    {
        if (this == default)
            return 0;
        double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return IsNormal ? Math.Max(0, P50 + ((P99 - P50) / Z99 * normal)) : P50 * Math.Exp(Math.Log(P99 / P50) / Z99 * normal);
    }
}
