using Fulcrum.Lab.Recommending;

namespace Fulcrum.Lab.Tests.Recommending;

/// <summary>The promise: with measurements at 6 of 36 pairs of rates the choice is within 10 % of the best on average over the other 30.</summary>
public sealed class LeaveOutTests
{
    [Fact]
    public void Run_SixOfThirtySix_IsWithinTenPercentForEachOfTwentySeedsAndCoversAsItSays()
    {
        List<double> coverage = [], planned = [], ours = [], single = [];
        for (int seed = 1; seed <= 20; seed++)
        {
            var world = new SyntheticSweep(seed);
            LeaveOutReport report = LeaveOut.Run(world.Candidates, world.Cells(), 6, 1, seed, TestContext.Current.CancellationToken);
            Assert.InRange(report.Scores[0].Mean, 1, 1.10);
            ours.Add(report.Scores[0].Mean);
            single.Add(report.Scores[1].Mean);
            planned.Add(report.Scores[2].Mean);
            coverage.Add(report.Coverage);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"mean {ours.Average():0.000}, worst {ours.Max():0.000}, single {single.Average():0.000}, planner {planned.Average():0.000}, coverage {coverage.Average():0.000}");
        Assert.InRange(coverage.Average(), 0.80, 0.97);
        Assert.True(planned.Average() > 1.08 && planned.Average() > ours.Average());
        Assert.True(single.Average() > ours.Average());
    }

    [Fact]
    public void Run_SameSeed_SameReport()
    {
        var world = new SyntheticSweep(3);
        IReadOnlyList<MeasuredCell> cells = world.Cells();
        LeaveOutReport a = LeaveOut.Run(world.Candidates, cells, 4, 2, 9, TestContext.Current.CancellationToken), b = LeaveOut.Run(world.Candidates, [.. cells.Reverse()], 4, 2, 9, TestContext.Current.CancellationToken);
        Assert.Equal(a.Scores, b.Scores);
        Assert.Equal(a.Coverage, b.Coverage);
    }
}
