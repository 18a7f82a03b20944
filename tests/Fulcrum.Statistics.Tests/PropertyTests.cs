using Fulcrum.Statistics.Comparing;
using Fulcrum.Statistics.Effects;
using Fulcrum.Statistics.Hypotheses;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Statistics.Tests;

/// <summary>What must hold for any samples.</summary>
public sealed class PropertyTests
{
    [Fact]
    public void KruskalWallis_MonotoneTransformation_ChangesNothing()
    {
        foreach (double[][] groups in Cases(100))
            Assert.Equal(KruskalWallis.Test(groups), KruskalWallis.Test([.. groups.Select(g => (double[])[.. g.Select(v => Math.Exp(v / 4) + 3)])]));
    }

    [Fact]
    public void CliffsDelta_AnySamples_IsAntisymmetricAndCountsEveryPair()
    {
        foreach (double[][] groups in Cases(200))
        {
            (double[] x, double[] y) = (groups[0], groups[1]);
            CliffsDelta ab = CliffsDelta.Between(x, y), ba = CliffsDelta.Between(y, x);
            Assert.Equal(-ab.Value, ba.Value);
            Assert.Equal(-ab.Low, ba.High, 1e-12);
            Assert.Equal(x.Sum(a => y.Sum(b => Math.Sign(a - b))) / ((double)x.Length * y.Length), ab.Value, 1e-15);
            Assert.InRange(ab.Value, ab.Low, ab.High);
        }
    }

    [Fact]
    public void Holm_AnyPValues_IsBetweenRawAndBonferroniAndKeepsTheirOrder()
    {
        var random = new Random(3);
        for (int i = 0; i < 200; i++)
        {
            double[] raw = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => Math.Pow(random.NextDouble(), 4))];
            double[] holm = PAdjustments.Of(raw, PAdjustment.Holm), bonferroni = PAdjustments.Of(raw, PAdjustment.Bonferroni);
            for (int p = 0; p < raw.Length; p++)
            {
                Assert.InRange(holm[p], raw[p], bonferroni[p]);
                Assert.All(Enumerable.Range(0, raw.Length).Where(q => raw[q] <= raw[p]), q => Assert.True(holm[q] <= holm[p]));
            }
        }
    }

    [Fact]
    public void SignedRank_UpToTenPairs_EqualsEnumerationOfAllSigns()
    {
        var random = new Random(5);
        for (int n = 1; n <= 10; n++)
        {
            double[] d = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.3)], ranks = MidRanks.Of([.. d.Select(Math.Abs)]).Ranks;
            double seen = Smaller(i => d[i] > 0);
            int atMost = Enumerable.Range(0, 1 << n).Count(signs => Smaller(i => (signs >> i & 1) == 1) <= seen);
            SignedRank ours = SignedRank.Test(d, new double[n]);
            Assert.True(ours.Exact);
            Assert.Equal(Math.Min(1, atMost / Math.Pow(2, n)), ours.P, 1e-14);

            double Smaller(Func<int, bool> positive)
            {
                double sum = ranks.Where((_, i) => positive(i)).Sum();
                return Math.Min(sum, (n * (n + 1) / 2.0) - sum);
            }
        }
    }

    [Fact]
    public void MidRanks_WithTies_SumToThoseWithout()
    {
        foreach (double[][] groups in Cases(50))
            Assert.Equal(groups[0].Length * (groups[0].Length + 1) / 2.0, MidRanks.Of(groups[0]).Ranks.Sum());
        Assert.Equal([1, 3, 3, 3, 5], MidRanks.Of([1, 2, 2, 2, 7]).Ranks);
        Assert.Equal(24, MidRanks.Of([1, 2, 2, 2, 7]).TieTerm);
    }

    [Fact]
    public void Bootstrap_SameSeed_RepeatsAndHoldsTheMedian()
    {
        double[] values = [.. Enumerable.Range(1, 101).Select(i => i * 0.5)];
        Assert.Equal(Bootstrap.Medians(values, 500, 1), Bootstrap.Medians(values, 500, 1));
        (double low, double high) = Bootstrap.Interval(Bootstrap.Medians(values, 2000, 1));
        // Ranks 51 -+ 1.96 √(101 / 4), the interval of the median from the binomial distribution: 20.6 to 30.4.
        Assert.InRange(low, 19.5, 22);
        Assert.InRange(high, 29, 31.5);
        Assert.Equal((2, 2), Bootstrap.RatioInterval([4, 4, 4], [2, 2, 2]));
    }

    [Theory]
    [InlineData(0.5, 2.5)]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    [InlineData(0.25, 1.75)]
    public void Of_FourValues_InterpolatesBetweenNeighbours(double share, double expected) => Assert.Equal(expected, Quantile.Of([3, 1, 4, 2], share));

    // Seed 11: 1,000 studies of five equal log-normal levels, 30 values each. 0.05 + three standard errors of a share of 1,000 is 0.071.
    [Fact]
    public void Compare_SameDistribution_FindsADifferenceInFivePercent()
    {
        var random = new Random(11);
        int found = 0;
        for (int i = 0; i < 1000; i++)
        {
            SampleGroup[] groups = [.. Enumerable.Range(0, 5).Select(l => new SampleGroup("m", $"{l}", [.. Enumerable.Range(0, 30).Select(_ => Math.Exp(Gauss(random)))]))];
            found += LatencyComparison.Compare(groups, new ComparisonOptions { Resamples = 1 }).Pairs.Any(p => p.Significant) ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{found} of 1,000");
        Assert.InRange(found, 10, 71);
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static IEnumerable<double[][]> Cases(int count)
    {
        var random = new Random(7);
        for (int i = 0; i < count; i++)
            yield return [.. Enumerable.Range(0, 3).Select(_ => (double[])[.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (double)random.Next(i % 2 == 0 ? 6 : 1000))])];
    }
}
