namespace Fulcrum.Statistics.Distributions;

/// <summary>The regularized upper incomplete gamma function Q(a, x).</summary>
internal static class IncompleteGamma
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-16;
    private const int MostTerms = 1_000_000;

    /// <summary>Q(a, x) for a > 0, x >= 0: the power series of 1 - Q below x = a + 1, Lentz's continued fraction above, so that small tails lose no digits.</summary>
    public static double Upper(double a, double x)
    {
        if (x <= 0)
            return 1;
        if (double.IsPositiveInfinity(x))
            return 0;
        double front = Math.Exp((a * Math.Log(x)) - x - GammaFunction.Log(a));
        return x < a + 1 ? 1 - (front * Series(a, x)) : front * Fraction(a, x);
    }

    private static double Series(double a, double x)
    {
        double term = 1 / a, sum = term;
        for (int k = 1; k < MostTerms && term > sum * Precision; k++)
            sum += term *= x / (a + k);
        return sum;
    }

    private static double Fraction(double a, double x)
    {
        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, value = d;
        for (int k = 1; k < MostTerms; k++)
        {
            double numerator = -k * (k - a);
            b += 2;
            d = 1 / NotZero((numerator * d) + b);
            c = NotZero(b + (numerator / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) <= Precision)
                break;
        }

        return value;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
