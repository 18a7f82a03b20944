namespace Fulcrum.Statistics.Distributions;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    private static readonly double RootTwoPi = Math.Sqrt(2 * Math.PI);

    /// <summary>P(Z > z), with a relative error below 1e-12 down to 1e-300: the power series near zero, the continued fraction further out (Abramowitz and Stegun 26.2.11, 26.2.14).</summary>
    public static double UpperTail(double z)
    {
        if (z < 0)
            return 1 - UpperTail(-z);
        if (double.IsPositiveInfinity(z))
            return 0;
        if (z < 3)
        {
            double term = z, sum = z;
            for (int k = 1; Math.Abs(term) > 1e-18; k++)
                sum += term *= z * z / ((2 * k) + 1);
            return 0.5 - (Density(z) * sum);
        }

        double fraction = z;
        for (int k = 200; k >= 1; k--)
            fraction = z + (k / fraction);
        return Density(z) / fraction;
    }

    /// <summary>The z with P(Z &lt; z) = <paramref name="p"/>.</summary>
    /// <param name="p">0 to 1; the ends give the infinities.</param>
    public static double Quantile(double p) => p > 0.5 ? UpperQuantile(1 - p) : -UpperQuantile(p);

    /// <summary>The z with P(Z > z) = <paramref name="p"/>: a rational start (Abramowitz and Stegun 26.2.23), then Halley's steps on <see cref="UpperTail"/>.</summary>
    /// <param name="p">0 to 1; the ends give the infinities.</param>
    public static double UpperQuantile(double p)
    {
        if (p > 0.5)
            return -UpperQuantile(1 - p);
        if (p <= 0)
            return double.PositiveInfinity;
        if (p == 0.5)
            return 0;
        double t = Math.Sqrt(-2 * Math.Log(p));
        double z = t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
        for (int i = 0; i < 4; i++)
        {
            double step = (UpperTail(z) - p) / Density(z);
            z += step / (1 - (step * z / 2));
        }

        return z;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / RootTwoPi;
}
