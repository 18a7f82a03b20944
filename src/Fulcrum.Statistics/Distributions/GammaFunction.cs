namespace Fulcrum.Statistics.Distributions;

/// <summary>Logarithms of the gamma and beta functions, and of 1 + x.</summary>
internal static class GammaFunction
{
    private const double StirlingFrom = 15;
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>ln Γ(x) for x > 0: Stirling's series, with small x lifted by Γ(x + 1) = x Γ(x).</summary>
    public static double Log(double x)
    {
        double product = 1;
        for (; x < StirlingFrom; x++)
            product *= x;
        return ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + Correction(x) - Math.Log(product);
    }

    /// <summary>ln B(a, b). Where an argument is large, ln Γ(a) - ln Γ(a + b) is taken as one expression: the difference of two large numbers would lose its digits.</summary>
    public static double LogBeta(double a, double b)
    {
        (double large, double small) = a >= b ? (a, b) : (b, a);
        if (large < StirlingFrom)
            return Log(large) + Log(small) - Log(large + small);
        return Log(small) - ((large - 0.5) * LogOnePlus(small / large)) - (small * Math.Log(large + small)) + small + Correction(large) - Correction(large + small);
    }

    /// <summary>ln(1 + x), exact to a few units in the last place near 0 (Kahan).</summary>
    public static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    private static double Correction(double x)
    {
        double r = 1 / (x * x);
        return ((1.0 / 12) - (r * ((1.0 / 360) - (r * ((1.0 / 1260) - (r * ((1.0 / 1680) - (r / 1188)))))))) / x;
    }
}
