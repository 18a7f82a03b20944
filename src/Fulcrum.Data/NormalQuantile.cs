namespace Fulcrum.Data;

/// <summary>Quantiles of the standard normal distribution.</summary>
internal static class NormalQuantile
{
    /// <summary>The z with P(Z &lt; z) = p, for p in (1/2, 1), by bisection on <see cref="UpperTail"/>; absolute error below 1e-12.</summary>
    public static double At(double p)
    {
        (double low, double high) = (0, 40);
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (UpperTail(middle) > 1 - p)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>P(Z &gt; z) for z >= 0: the power series near zero, the continued fraction further out (Abramowitz and Stegun 26.2.11, 26.2.14).</summary>
    internal static double UpperTail(double z)
    {
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < 3)
        {
            double term = z, sum = z;
            for (int k = 1; Math.Abs(term) > 1e-18; k++)
                sum += term *= z * z / ((2 * k) + 1);
            return 0.5 - (density * sum);
        }

        double fraction = z;
        for (int k = 200; k >= 1; k--)
            fraction = z + (k / fraction);
        return density / fraction;
    }
}
