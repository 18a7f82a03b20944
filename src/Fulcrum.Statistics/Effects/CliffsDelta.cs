using Fulcrum.Problems;
using Fulcrum.Statistics.Distributions;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Statistics.Effects;

/// <summary>Size of an effect in words: negligible, small, medium or large.</summary>
public enum EffectLabel
{
    /// <summary>Below 0.147: negligible.</summary>
    N,

    /// <summary>Below 0.33: small.</summary>
    S,

    /// <summary>Below 0.474: medium.</summary>
    M,

    /// <summary>0.474 and above: large.</summary>
    L,
}

/// <summary>Cliff's delta, P(x > y) - P(x &lt; y), with its 95 % interval (Cliff 1993).</summary>
/// <param name="Value">-1 to 1; positive when the first sample is the larger.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public readonly record struct CliffsDelta(double Value, double Low, double High)
{
    private static readonly double Z = Normal.UpperQuantile(0.025);

    /// <summary>The label of <see cref="Value"/>, by the thresholds of Romano et al. 2006.</summary>
    public EffectLabel Label => Math.Abs(Value) switch { < 0.147 => EffectLabel.N, < 0.33 => EffectLabel.S, < 0.474 => EffectLabel.M, _ => EffectLabel.L };

    /// <summary>Compares two samples in O(n log n), with the asymmetric interval of Feng and Cliff 2004 from the unbiased variance. A sample of one value tells no variance: the interval is -1 to 1.</summary>
    /// <param name="x">First sample: at least one finite value.</param>
    /// <param name="y">Second sample.</param>
    /// <exception cref="InputException"><c>sample-too-small</c>, <c>sample-not-finite</c>.</exception>
    public static CliffsDelta Between(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Sample.Require(x, 1, "Cliff's delta, first sample");
        Sample.Require(y, 1, "Cliff's delta, second sample");
        long[] rows = Wins(x, y), columns = Wins(y, x);
        double pairs = (double)x.Count * y.Count, delta = rows.Sum() / pairs;
        if (x.Count == 1 || y.Count == 1)
            return new CliffsDelta(delta, -1, 1);
        if (Math.Abs(delta) == 1)
            return Separated(delta, Math.Min(x.Count, y.Count));
        double byRow = rows.Sum(w => Square(((double)w / y.Count) - delta)), byColumn = columns.Sum(w => Square(((double)w / x.Count) + delta));
        double all = Differing(x, y) - (pairs * delta * delta);
        double variance = ((Square(y.Count) * byRow) + (Square(x.Count) * byColumn) - all) / (pairs * (x.Count - 1) * (y.Count - 1));
        variance = Math.Max(variance, (1 - (delta * delta)) / (pairs - 1));
        double inside = Z * Math.Sqrt(variance * (Square(1 - (delta * delta)) + (Z * Z * variance))), below = 1 - (delta * delta) + (Z * Z * variance), centre = delta - (delta * delta * delta);
        return new CliffsDelta(delta, Math.Max(-1, (centre - inside) / below), Math.Min(1, (centre + inside) / below));
    }

    /// <summary>Samples that do not overlap: the other end of the interval depends on the smaller sample alone.</summary>
    private static CliffsDelta Separated(double delta, int smaller)
    {
        double end = (smaller - (Z * Z)) / (smaller + (Z * Z));
        return delta > 0 ? new CliffsDelta(1, end, 1) : new CliffsDelta(-1, -1, -end);
    }

    /// <summary>For each value, how many of the others are smaller less how many are larger.</summary>
    private static long[] Wins(IReadOnlyList<double> values, IReadOnlyList<double> others)
    {
        double[] sorted = [.. others.Order()];
        return [.. values.Select(v => (long)Below(sorted, v, false) - (sorted.Length - Below(sorted, v, true)))];
    }

    private static double Differing(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double[] sorted = [.. y.Order()];
        return x.Sum(v => (double)(sorted.Length - Below(sorted, v, true) + Below(sorted, v, false)));
    }

    /// <summary>How many sorted values are below a limit, or up to it.</summary>
    private static int Below(double[] sorted, double limit, bool inclusive)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] < limit || (inclusive && sorted[middle] == limit))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static double Square(double value) => value * value;
}
