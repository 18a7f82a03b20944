namespace Fulcrum.Statistics.Samples;

/// <summary>Quantiles of measured values.</summary>
public static class Quantile
{
    /// <summary>The value that a share of the values lies below, interpolated between neighbours (Hyndman and Fan 1996, type 7).</summary>
    /// <param name="values">At least one, in any order.</param>
    /// <param name="share">0 to 1.</param>
    public static double Of(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values) => Of(values, 0.5);
}
