using Fulcrum.Problems;
using Fulcrum.Statistics.Distributions;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Statistics.Hypotheses;

/// <summary>Whether a sample may come from a normal distribution (Shapiro and Wilk 1965; Royston 1995, algorithm AS R94).</summary>
/// <param name="W">The statistic, up to 1; 1 is normal to the last digit.</param>
/// <param name="P">Probability of so small a W from a normal distribution. By Royston's polynomials above n = 3: three digits mean something.</param>
public readonly record struct ShapiroWilk(double W, double P)
{
    /// <summary>The fewest values.</summary>
    public const int Least = 3;

    /// <summary>The most values: Royston's polynomials were fitted up to here.</summary>
    public const int Most = 5000;

    /// <summary>Tests a sample. All values equal: W = 1, p = 1 (as SciPy: nothing speaks against).</summary>
    /// <param name="values">3 to 5,000 finite values.</param>
    /// <exception cref="InputException"><c>sample-too-small</c>, <c>sample-too-large</c>, <c>sample-not-finite</c>.</exception>
    public static ShapiroWilk Test(IReadOnlyList<double> values)
    {
        Sample.Require(values, Least, "Shapiro-Wilk");
        if (values.Count > Most)
            throw new InputException("sample-too-large", "Shapiro-Wilk", $"{values.Count} values, the test is defined for at most {Most}.", "Test a part of them, or look at the normal plot.");
        double[] sorted = [.. values.Order()];
        double range = sorted[^1] - sorted[0];
        if (range == 0)
            return new ShapiroWilk(1, 1);
        double centre = sorted[sorted.Length / 2];
        double rest = OneMinusW([.. sorted.Select(v => (v - centre) / range)], Weights(sorted.Length));
        return new ShapiroWilk(1 - rest, PValue(rest, sorted.Length));
    }

    /// <summary>The squared correlation of values and weights, taken from 1 without cancellation near it.</summary>
    private static double OneMinusW(double[] sorted, double[] weights)
    {
        int n = sorted.Length;
        double mean = sorted.Sum() / n, weightSquares = 0, squares = 0, products = 0;
        for (int i = 0; i < n; i++)
        {
            int end = Math.Min(i, n - 1 - i);
            double weight = i == end ? (n - 1 - i == end ? 0 : -weights[end]) : weights[end], value = sorted[i] - mean;
            weightSquares += weight * weight;
            squares += value * value;
            products += weight * value;
        }

        double root = Math.Sqrt(weightSquares * squares);
        return (root - products) * (root + products) / (weightSquares * squares);
    }

    /// <summary>Weights of the n/2 largest values, the largest first: Blom's scores normalised, the first one or two by polynomials in 1/√n.</summary>
    private static double[] Weights(int n)
    {
        if (n == 3)
            return [Math.Sqrt(0.5)];
        double[] scores = [.. Enumerable.Range(1, n / 2).Select(i => Normal.UpperQuantile((i - 0.375) / (n + 0.25)))];
        double squares = 2 * scores.Sum(s => s * s), norm = Math.Sqrt(squares), u = 1 / Math.Sqrt(n);
        double[] weights = [.. scores];
        weights[0] = Polynomial([scores[0] / norm, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], u);
        double left = squares - (2 * scores[0] * scores[0]), right = 1 - (2 * weights[0] * weights[0]);
        int kept = 1;
        if (n > 5)
        {
            weights[1] = Polynomial([scores[1] / norm, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], u);
            left -= 2 * scores[1] * scores[1];
            right -= 2 * weights[1] * weights[1];
            kept = 2;
        }

        double scale = Math.Sqrt(left / right);
        for (int i = kept; i < weights.Length; i++)
            weights[i] /= scale;
        return weights;
    }

    private static double PValue(double rest, int n)
    {
        if (n == 3)
            return Math.Max(0, 6 / Math.PI * (Math.Asin(Math.Sqrt(1 - rest)) - (Math.PI / 3)));
        double y = Math.Log(rest), log = Math.Log(n);
        if (n >= 12)
            return Normal.UpperTail((y - Polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], log)) / Math.Exp(Polynomial([-0.4803, -0.082676, 0.0030302], log)));
        double gamma = Polynomial([-2.273, 0.459], n);
        return y >= gamma
            ? 1e-99 // As R: beyond the end of the transformed distribution.
            : Normal.UpperTail((-Math.Log(gamma - y) - Polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n)) / Math.Exp(Polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n)));
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double value = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
            value = (value * x) + coefficients[i];
        return value;
    }
}
