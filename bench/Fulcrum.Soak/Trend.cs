namespace Fulcrum.Soak;

/// <summary>A straight line through the second half of a series.</summary>
/// <param name="Rise">What it rises by over that half.</param>
public sealed record Trend(double Rise)
{
    /// <summary>By least squares.</summary>
    public static Trend Of(IReadOnlyList<double> values)
    {
        double[] half = [.. values.Skip(values.Count / 2)];
        double centre = (half.Length - 1) / 2.0, mean = half.Average(), above = 0, below = 0;
        for (int i = 0; i < half.Length; i++)
        {
            above += (i - centre) * (half[i] - mean);
            below += (i - centre) * (i - centre);
        }

        return new Trend(below > 0 ? above / below * (half.Length - 1) : 0);
    }
}
