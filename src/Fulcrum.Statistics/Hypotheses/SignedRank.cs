using Fulcrum.Problems;
using Fulcrum.Statistics.Distributions;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Statistics.Hypotheses;

/// <summary>Whether paired differences lie evenly about zero (Wilcoxon 1945), two-sided.</summary>
/// <param name="Statistic">The smaller of the sums of ranks of positive and of negative differences.</param>
/// <param name="P">Probability of so small a sum.</param>
/// <param name="Used">Pairs that differ.</param>
/// <param name="Exact">Whether <paramref name="P"/> counts all signs of the ranks; otherwise it is the normal approximation.</param>
public readonly record struct SignedRank(double Statistic, double P, int Used, bool Exact)
{
    private const int MostExact = 50;

    /// <summary>
    /// Pairs that are equal are left out (<c>zero_method='wilcox'</c>). Exact up to 50 pairs when none is equal and no two differences are of one size, as SciPy's <c>method='auto'</c>
    /// (1.13 and later); otherwise normal with the variance corrected for ties. All pairs equal: statistic 0, p = 1.
    /// </summary>
    /// <param name="x">First values; at least one.</param>
    /// <param name="y">Their partners.</param>
    /// <param name="correction">Whether the normal approximation moves the statistic half a unit towards its mean.</param>
    /// <exception cref="InputException"><c>pairs-unequal</c>, <c>sample-too-small</c>, <c>sample-not-finite</c>.</exception>
    public static SignedRank Test(IReadOnlyList<double> x, IReadOnlyList<double> y, bool correction = false)
    {
        if (x.Count != y.Count)
            throw new InputException("pairs-unequal", "Wilcoxon", $"{x.Count} values against {y.Count}: they are no pairs.", "Pair values of the same runs.");
        Sample.Require(x, 1, "Wilcoxon, first of each pair");
        Sample.Require(y, 1, "Wilcoxon, second of each pair");
        double[] differences = [.. x.Zip(y, (a, b) => a - b).Where(d => d != 0)];
        int n = differences.Length;
        if (n == 0)
            return new SignedRank(0, 1, 0, false);
        MidRanks ranks = MidRanks.Of([.. differences.Select(Math.Abs)]);
        double positive = differences.Zip(ranks.Ranks, (d, r) => d > 0 ? r : 0).Sum();
        double smaller = Math.Min(positive, (n * (n + 1.0) / 2) - positive);
        bool exact = x.Count <= MostExact && n == x.Count && ranks.TieTerm == 0;
        return new SignedRank(smaller, exact ? Counted(n, (int)smaller) : Approximate(n, smaller, ranks.TieTerm, correction), n, exact);
    }

    /// <summary>Twice the share of the 2ⁿ signs whose sum of positive ranks is at most <paramref name="sum"/>.</summary>
    private static double Counted(int n, int sum)
    {
        long[] ways = new long[sum + 1];
        ways[0] = 1;
        for (int rank = 1; rank <= n; rank++)
            for (int s = sum; s >= rank; s--)
                ways[s] += ways[s - rank];
        return Math.Min(1, 2.0 * ways.Sum() / Math.Pow(2, n));
    }

    private static double Approximate(double n, double sum, double tieTerm, bool correction)
    {
        double below = (n * (n + 1) / 4) - sum;
        if (correction)
            below -= 0.5 * Math.Sign(below);
        return 2 * Normal.UpperTail(Math.Abs(below) / Math.Sqrt(((n * (n + 1) * ((2 * n) + 1)) - (tieTerm / 2)) / 24));
    }
}
