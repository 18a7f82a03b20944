namespace Fulcrum.Statistics.Distributions;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    /// <summary>P(T > t), with a relative error below 1e-9 down to 1e-300 for any degrees of freedom.</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="freedom">Degrees of freedom, above 0.</param>
    public static double UpperTail(double t, double freedom) => t < 0 ? 1 - (TwoSided(t, freedom) / 2) : TwoSided(t, freedom) / 2;

    /// <summary>P(|T| > |t|) = I_x(ν/2, 1/2) with x = ν / (ν + t²) (Abramowitz and Stegun 26.7.1).</summary>
    /// <param name="t">The statistic, of either sign.</param>
    /// <param name="freedom">Degrees of freedom ν, above 0.</param>
    public static double TwoSided(double t, double freedom)
    {
        double square = t * t, sum = freedom + square;
        return double.IsInfinity(sum) ? 0 : IncompleteBeta.Of(freedom / 2, 0.5, freedom / sum, square / sum);
    }

    /// <summary>The t that |T| exceeds with a probability, by bisection, to 1e-13 relative.</summary>
    /// <param name="p">The probability of both tails, above 0 and below 1.</param>
    /// <param name="freedom">Degrees of freedom, above 0.</param>
    public static double Quantile(double p, double freedom)
    {
        if (p is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "Between 0 and 1.");
        (double low, double high) = (0, 1);
        while (TwoSided(high, freedom) > p)
            (low, high) = (high, 2 * high);
        while (high - low > 1e-13 * high)
        {
            double middle = low + ((high - low) / 2);
            (low, high) = TwoSided(middle, freedom) > p ? (middle, high) : (low, middle);
        }

        return low + ((high - low) / 2);
    }
}
