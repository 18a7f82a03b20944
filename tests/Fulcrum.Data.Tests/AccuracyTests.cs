namespace Fulcrum.Data.Tests;

public sealed class AccuracyTests
{
    [Theory] // Wilson (1927), evaluated in Python with statistics.NormalDist().inv_cdf(0.975)
    [InlineData(9829, 10000, 0.980167319, 0.985261815)]
    [InlineData(0, 10, 0, 0.277532800)]
    [InlineData(10, 10, 0.722467200, 1)]
    public void Interval_Wilson_EqualsThePublishedFormula(int correct, int count, double low, double high)
    {
        (double l, double h) = new Accuracy(correct, count).Interval;
        Assert.Equal(low, l, 1e-8);
        Assert.Equal(high, h, 1e-8);
    }

    [Fact]
    public void Between_TwoAnswerSheets_CountsBothDirections()
    {
        PairedDrop drop = PairedDrop.Between([true, true, false, false, true], [true, false, true, false, false]);
        Assert.Equal((2, 1, 5, 20.0), (drop.Lost, drop.Gained, drop.Count, drop.Points));
    }

    [Fact]
    public void IntervalFor_MoreComparisons_IsWider()
    {
        var drop = new PairedDrop(30, 20, 10_000);
        Assert.True(drop.IntervalFor(35).High > drop.Interval.High && drop.IntervalFor(35).Low < drop.Interval.Low);
        Assert.InRange(drop.Points, drop.Interval.Low, drop.Interval.High);
    }

    [Fact]
    public void Interval_SimulatedPairs_CoversTheTruthAboutNinetyFivePercentOfTheTime()
    {
        var random = new Random(1);
        const double Lost = 0.004, Gained = 0.002;
        int covered = 0;
        for (int round = 0; round < 1000; round++)
        {
            (int lost, int gained) = (0, 0);
            for (int i = 0; i < 5000; i++)
            {
                double u = random.NextDouble();
                lost += u < Lost ? 1 : 0;
                gained += u is >= Lost and < Lost + Gained ? 1 : 0;
            }

            (double low, double high) = new PairedDrop(lost, gained, 5000).Interval;
            covered += low <= 100 * (Lost - Gained) && 100 * (Lost - Gained) <= high ? 1 : 0;
        }

        Assert.InRange(covered, 930, 975);
    }
}
