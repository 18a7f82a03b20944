using Fulcrum.Lab.Recommending;

namespace Fulcrum.Lab.Tests.Recommending;

/// <summary>Laws of the latency model, whatever the numbers.</summary>
public sealed class LatencyModelTests
{
    private static readonly LinkFacts Here = SyntheticSweep.Links(10, 50);

    [Fact]
    public void Predict_NothingMeasured_IsThePlannerWithAWideInterval()
    {
        var world = new SyntheticSweep(1);
        JointLatency belief = LatencyPosterior.Fit(world.Candidates, [], Here).Predict(All(world), Here);
        for (int s = 0; s < world.Candidates.Count; s++)
        {
            Assert.Equal(1, belief.Median(s) / world.Candidates[s].PlannedSeconds(Here), 1e-9);
            (double low, double high) = belief.Interval(s);
            Assert.True(low < belief.Median(s) && high > belief.Median(s));
        }

        (double Low, double High) modelled = belief.Interval(0);
        Assert.InRange(modelled.High / modelled.Low, 9, 40);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Predict_MoreBandwidth_IsNeverLonger(int seed)
    {
        var world = new SyntheticSweep(seed);
        LatencyPosterior posterior = LatencyPosterior.Fit(world.Candidates, [.. world.Cells().Where((_, i) => i % 7 == seed)], Here);
        foreach ((LinkFacts slow, LinkFacts fast) in new[] { (SyntheticSweep.Links(2, 3), SyntheticSweep.Links(2.1, 3)), (SyntheticSweep.Links(20, 3), SyntheticSweep.Links(20, 70)), (SyntheticSweep.Links(3, 3), SyntheticSweep.Links(333, 333)) })
        {
            (JointLatency before, JointLatency after) = (posterior.Predict(All(world), slow), posterior.Predict(All(world), fast));
            Assert.All(All(world), s => Assert.True(after.Median(s) <= before.Median(s) * (1 + 1e-12)));
        }
    }

    [Fact]
    public void Predict_CellsInAnotherOrder_IsTheSameToTheBit()
    {
        var world = new SyntheticSweep(4);
        MeasuredCell[] cells = [.. world.Cells().Where((_, i) => i % 11 == 0)], shuffled = [.. cells];
        new Random(5).Shuffle(shuffled);
        Assert.NotEqual(cells.Select(c => c.Strategy), shuffled.Select(c => c.Strategy));
        Assert.Equal(LatencyPosterior.Fit(world.Candidates, cells, Here).Predict(All(world), Here).LogMedian, LatencyPosterior.Fit(world.Candidates, shuffled, Here).Predict(All(world), Here).LogMedian);
    }

    [Fact]
    public void Predict_MeasuredHere_ConvergesToTheMedianAsRunsGrow()
    {
        var world = new SyntheticSweep(6);
        double odd = 3 * world.Truth(2, Here);
        double[] errors = [.. new[] { 1, 10, 1000, 100_000 }.Select(runs =>
        {
            MeasuredCell[] cells = [.. All(world).Where(s => s != 2).Select(s => world.Cell(s, Here)), new MeasuredCell(2, Here, odd, runs, 0.3 / Math.Sqrt(runs))];
            JointLatency belief = LatencyPosterior.Fit(world.Candidates, cells, Here).Predict(All(world), Here);
            Assert.InRange(odd, belief.Interval(2).Low * 0.5, belief.Interval(2).High * 2);
            return Math.Abs(belief.LogMedian[2] - Math.Log(odd));
        })];
        Assert.Equal(errors.OrderDescending(), errors);
        Assert.InRange(errors[^1], 0, 0.001);
    }

    [Fact]
    public void Predict_NeverMeasured_GetsTheFactorOfItsTier()
    {
        string[] operators = ["identity", "sptq", "prune", "distill", "pack"];
        CandidateStrategy[] candidates = [.. operators.Select((o, i) => SyntheticSweep.Strategy(o, "edge", [0, 0.05 + (0.02 * i), 0], [0, 0])), SyntheticSweep.Strategy("pack", "mobile", [0.3, 0, 0], [0, 0])];
        MeasuredCell[] cells = [.. Enumerable.Range(0, 4).Select(s => new MeasuredCell(s, Here, 3 * candidates[s].PlannedSeconds(Here), 100, 0.01))];
        LatencyPosterior posterior = LatencyPosterior.Fit(candidates, cells, Here);
        JointLatency belief = posterior.Predict([0, 1, 2, 3, 4, 5], Here);
        Assert.InRange(belief.Median(4) / candidates[4].PlannedSeconds(Here), 2.3, 3.2);
        Assert.InRange(belief.Median(5) / candidates[5].PlannedSeconds(Here), 0.9, 1.3);
        (double low, double high) = belief.Interval(4);
        Assert.InRange(3 * candidates[4].PlannedSeconds(Here), low, high);
        Assert.True(high / low < belief.Interval(5).High / belief.Interval(5).Low);
    }

    [Fact]
    public void Fit_Phases_FindFactorsThatTotalsAloneConfuse()
    {
        CandidateStrategy split = SyntheticSweep.Strategy("identity", "mobile+edge", [0.1, 0.1, 0], [100_000, 0]);
        double link = Here.Seconds(0, split.Links[0]) + 0.002;
        var parts = new MeasuredParts([0.4, 0.05, 0], [link, 0], 0.001);
        var cell = new MeasuredCell(0, Here, 0.4 + 0.05 + link + 0.001, 100, 0.01, parts);
        LatencyPosterior known = LatencyPosterior.Fit([split], [cell], Here), blind = LatencyPosterior.Fit([split], [cell with { Parts = null }], Here);
        Assert.InRange(known.ComputeFactor(0, 0), 3.6, 4.4);
        Assert.InRange(known.ComputeFactor(0, 1), 0.45, 0.6);
        Assert.True(blind.ComputeFactor(0, 1) > 1);
    }

    /// <summary>One wild cell among many must not move what is said of others.</summary>
    [Fact]
    public void Fit_WildCell_PullsLittle()
    {
        var world = new SyntheticSweep(8, noise: 0.01);
        MeasuredCell[] cells = [.. world.Cells().Where((_, i) => i % 3 == 0)], wild = [.. cells];
        int struck = Array.FindIndex(cells, c => c.Strategy == 1);
        wild[struck] = wild[struck] with { MedianSeconds = 20 * wild[struck].MedianSeconds };
        LinkFacts elsewhere = SyntheticSweep.Links(30, 30);
        LatencyPosterior calm = LatencyPosterior.Fit(world.Candidates, cells, elsewhere), moved = LatencyPosterior.Fit(world.Candidates, wild, elsewhere);
        (JointLatency before, JointLatency after) = (calm.Predict(All(world), elsewhere), moved.Predict(All(world), elsewhere));
        Assert.All(All(world), s => Assert.InRange(after.Median(s) / before.Median(s), 0.95, 1.05));
        Assert.InRange(moved.CellSpread, 0, 2 * calm.CellSpread);
    }

    internal static int[] All(SyntheticSweep world) => [.. Enumerable.Range(0, world.Candidates.Count)];
}
