using Fulcrum.Planning.Accuracy;

namespace Fulcrum.Planning.Tests.Accuracy;

public sealed class DropCurveTests
{
    [Fact]
    public void ReadingsOnALineAreFoundAgain()
    {
        var curve = new DropCurve([.. Enumerable.Range(1, 20).Select(i => (0.1 * i, 0.5 * i))]);
        Assert.Equal(5 * 0.73, curve.DropAt(0.73), 9);
        Assert.Equal(0.4, curve.NoiseAt(2), 9);
        Assert.Equal(0, curve.MedianError, 9);
    }

    [Fact]
    public void ItRisesWhateverTheReadings()
    {
        var random = new Random(1);
        for (int round = 0; round < 50; round++)
        {
            (double, double)[] readings = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble()).Select(n => (n, (4 * n) + random.NextDouble() - 0.5))];
            var curve = new DropCurve(readings);
            double[] drops = [.. Enumerable.Range(0, 101).Select(i => curve.DropAt(i / 100.0))];
            Assert.All(drops.Zip(drops.Skip(1)), pair => Assert.True(pair.First <= pair.Second + 1e-12));
            Assert.Equal(0, drops[0]);
        }
    }

    /// <summary>Isotonic regression is the rising sequence with the least squares: compared with the mean over all ways of pooling neighbours (scikit's IsotonicRegression gives the same blocks).</summary>
    [Fact]
    public void NeighboursOutOfOrderArePooled()
    {
        var curve = new DropCurve([(1, 1), (2, 3), (3, 2), (4, 6)]);
        Assert.Equal(1, curve.DropAt(1), 9);
        Assert.Equal(2.5, curve.DropAt(2.5), 9);
        Assert.Equal(6, curve.DropAt(4), 9);
    }

    [Fact]
    public void LinearLossesAddUpToTheBudgetWhereNoisesAddUpToIts()
    {
        var random = new Random(2);
        (double, double)[] readings = [.. Enumerable.Range(1, 30).Select(i => (0.05 * i, Math.Pow(0.05 * i, 2)))];
        var curve = new DropCurve(readings);
        for (int round = 0; round < 20; round++)
        {
            double budget = 0.1 + random.NextDouble(), most = curve.NoiseAt(budget);
            double[] shares = [.. Enumerable.Range(0, 5).Select(_ => random.NextDouble())];
            double sum = shares.Sum(s => curve.LinearDrop(most * s / shares.Sum(), budget));
            Assert.Equal(budget, sum, 9);
            Assert.Equal(budget, curve.DropAt(most), 9);
        }
    }

    [Fact]
    public void WhereNothingIsLostNothingIsCharged()
    {
        var curve = new DropCurve([(0.1, 0), (0.2, -0.3)]);
        Assert.Equal(0, curve.DropAt(0.2));
        Assert.Equal(0, curve.LinearDrop(0.1, 1));
    }

    [Fact]
    public void BeyondTheReadingsItGoesOn()
    {
        var curve = new DropCurve([(0.1, 1), (0.2, 2)]);
        Assert.Equal(2, curve.DropAt(5), 9);
        Assert.Equal(0.4, curve.NoiseAt(4), 9);
    }
}
