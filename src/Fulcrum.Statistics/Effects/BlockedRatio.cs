using Fulcrum.Statistics.Distributions;

namespace Fulcrum.Statistics.Effects;

/// <summary>
/// How many times larger one level is than another where values of one block (a round, a process, a day) hang together, so that only blocks count as independent: each block gives one ratio, the logarithms of which are taken as
/// normal (Kalibera and Jones 2013; Georges et al. 2007).
/// </summary>
/// <param name="Ratio">The geometric mean of the blocks' ratios.</param>
/// <param name="Low">Lower end of its 95 % interval, by Student's t.</param>
/// <param name="High">Upper end.</param>
/// <param name="P">Two-sided, of the ratio being 1: the paired t-test of the logarithms.</param>
/// <param name="Blocks">How many blocks both levels have.</param>
public sealed record BlockedRatio(double Ratio, double Low, double High, double P, int Blocks)
{
    /// <summary>One block says nothing of how far blocks differ.</summary>
    public const int Least = 2;

    private const double Alpha = 0.05;

    /// <summary>Compares two levels; null below <see cref="Least"/> blocks, or where a value is 0.</summary>
    /// <param name="a">A value of each block, such as the median.</param>
    /// <param name="b">The other level's, of the same blocks.</param>
    public static BlockedRatio? Of(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count != b.Count)
            throw new ArgumentException($"{a.Count} blocks and {b.Count} blocks.", nameof(b));
        if (a.Count < Least || a.Concat(b).Any(v => v is not (> 0 and < double.PositiveInfinity)))
            return null;
        double[] logs = [.. a.Zip(b, (x, y) => Math.Log(x / y))];
        double mean = logs.Average(), error = Math.Sqrt(logs.Sum(v => (v - mean) * (v - mean)) / (logs.Length - 1) / logs.Length), freedom = logs.Length - 1;
        double reach = error * StudentT.Quantile(Alpha, freedom), p = error > 0 ? StudentT.TwoSided(mean / error, freedom) : mean == 0 ? 1 : 0;
        return new BlockedRatio(Math.Exp(mean), Math.Exp(mean - reach), Math.Exp(mean + reach), p, logs.Length);
    }
}
