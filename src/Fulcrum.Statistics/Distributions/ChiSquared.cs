namespace Fulcrum.Statistics.Distributions;

/// <summary>The chi-squared distribution.</summary>
public static class ChiSquared
{
    /// <summary>P(X > x) = Q(ν/2, x/2), with a relative error below 1e-9 down to 1e-300.</summary>
    /// <param name="x">The statistic.</param>
    /// <param name="freedom">Degrees of freedom ν, above 0.</param>
    public static double UpperTail(double x, double freedom) => IncompleteGamma.Upper(freedom / 2, x / 2);
}
