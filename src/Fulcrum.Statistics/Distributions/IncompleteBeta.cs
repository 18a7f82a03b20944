namespace Fulcrum.Statistics.Distributions;

/// <summary>The regularized incomplete beta function I_x(a, b).</summary>
internal static class IncompleteBeta
{
    private const double Tiny = 1e-300;
    private const double Precision = 2e-16;
    private const int MostTerms = 1_000_000;

    /// <summary>I_x(a, b) for a, b > 0 by Lentz's continued fraction, on the side where it converges.</summary>
    /// <param name="a">First parameter.</param>
    /// <param name="b">Second parameter.</param>
    /// <param name="x">0 to 1.</param>
    /// <param name="rest">1 - x, given by the caller, who knows it without cancellation.</param>
    public static double Of(double a, double b, double x, double rest)
    {
        if (x <= 0)
            return 0;
        if (rest <= 0)
            return 1;
        double front = Math.Exp((a * Log(x, rest)) + (b * Log(rest, x)) - GammaFunction.LogBeta(a, b));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - (front * Fraction(b, a, rest) / b);
    }

    private static double Log(double x, double rest) => x > 0.5 ? GammaFunction.LogOnePlus(-rest) : Math.Log(x);

    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = 1 / NotZero(1 - ((a + b) * x / (a + 1))), value = d;
        for (int m = 1; m < MostTerms; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) <= Precision)
                break;
        }

        return value;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
