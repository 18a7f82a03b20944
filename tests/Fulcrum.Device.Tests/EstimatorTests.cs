using Fulcrum.Device.Following;
using Fulcrum.Protocol.Sets;

namespace Fulcrum.Device.Tests;

public sealed class EstimatorTests
{
    private static readonly TableLink Link = new(new TableRange(10e6, 1e6, 100e6), 2, 0.01);
    private readonly HandClock _clock = new();
    private readonly List<string> _notes = [];

    [Theory]
    [InlineData(1e6)]
    [InlineData(10e6)]
    [InlineData(80e6)]
    public void Link_MessagesOfARate_GiveThatRateAndKeepTheRatio(double rate)
    {
        var link = new LinkEstimator(Link, _clock);
        link.Observe(50_000, 20_000, Seconds(50_000, 20_000, rate));
        Assert.Equal(rate, link.Up, rate * 1e-6);
        Assert.Equal(2 * rate, link.Down, rate * 1e-5);
    }

    [Fact]
    public void Link_OneLateMessageOfThree_ChangesNothingTwoDo()
    {
        var link = new LinkEstimator(Link, _clock);
        foreach (double rate in new[] { 10e6, 10e6, 1e6 })
            link.Observe(50_000, 100, Seconds(50_000, 100, rate));
        Assert.Equal(10e6, link.Up, 1);
        link.Observe(50_000, 100, Seconds(50_000, 100, 1e6));
        Assert.Equal(1e6, link.Up, 1);
    }

    [Fact]
    public void Link_MessageWithinTheNoise_SaysOnlyThatTheLinkIsNotSlower()
    {
        var link = new LinkEstimator(Link, _clock);
        link.Observe(10, 10, 0.0101);
        Assert.Equal(TimeSpan.MaxValue, link.SinceLast);
        foreach (int _ in Enumerable.Range(0, 3))
            link.Observe(50_000, 0, Seconds(50_000, 0, 1e5));
        Assert.Equal(1e5, link.Up, 1);
        foreach (int _ in Enumerable.Range(0, 3))
            link.Observe(50_000, 0, 0.0101);
        Assert.InRange(link.Up, 100e6, 1e9);
    }

    [Fact]
    public void Link_ProbeFarBetterThanTheRest_WantsAnotherUntilItIsBelieved()
    {
        var link = new LinkEstimator(Link, _clock);
        foreach (int _ in Enumerable.Range(0, 3))
            link.ObserveLost(50_000, 5);
        Assert.False(link.IsProbeWanted);
        link.ObserveProbe(50_000, Seconds(50_000, 0, 10e6));
        Assert.True(link.IsProbeWanted);
        link.ObserveProbe(50_000, Seconds(50_000, 0, 10e6));
        Assert.InRange(link.Up, 9e6, 11e6);
        link.ObserveProbe(50_000, Seconds(50_000, 0, 10e6));
        Assert.False(link.IsProbeWanted);
    }

    [Fact]
    public void Link_FirstProbeAfterABreak_IsNotBelievedAlone()
    {
        var link = new LinkEstimator(Link, _clock);
        link.Clear();
        link.ObserveProbe(50_000, 5);
        Assert.True(link.IsProbeWanted);
        link.ObserveProbe(50_000, 5);
        Assert.False(link.IsProbeWanted);
    }

    [Fact]
    public void Link_LostMessages_CountAsSlowAndAgeAway()
    {
        var link = new LinkEstimator(Link, _clock);
        link.Observe(500, 0, 0.05);
        Assert.True(link.IsProbeWanted);
        Assert.Equal(10e6, link.Up);
        link.ObserveLost(50_000, 2);
        Assert.False(link.IsProbeWanted);
        Assert.InRange(link.Up, 1e5, 3e5);
        _clock.Move(31);
        Assert.Equal(10e6, link.Up, 1);
    }

    [Fact]
    public void Tier_SecondPlanOffByAnotherFactor_IsItsOwnFactorNoChangeOfTheTier()
    {
        var tier = new TierEstimator(new TableRange(1, 1, 1), [0.01, 0.02], _clock);
        foreach (int _ in Enumerable.Range(0, 5))
            tier.Observe(0, 0.03);
        Assert.Equal(3, tier.Slowdown, 9);
        bool[] known = [.. Enumerable.Range(0, 4).Select(_ => tier.Observe(1, 0.12))];
        Assert.Equal([false, false, true, false], known);
        Assert.Equal((3, 2), (Math.Round(tier.Slowdown, 9), Math.Round(tier.Factor(1), 9)));
        foreach (int _ in Enumerable.Range(0, 5))
            tier.Observe(1, 0.24);
        Assert.Equal((6, 2), (Math.Round(tier.Slowdown, 9), Math.Round(tier.Factor(1), 9)));
    }

    [Fact]
    public void Tier_TimesTooShortToSayAnything_AreLeftOut()
    {
        var tier = new TierEstimator(new TableRange(2, 1, 4), [1e-6], _clock);
        Assert.False(tier.Observe(0, 1));
        Assert.Equal(2, tier.Slowdown);
        tier.Scale(3);
        Assert.Equal((2, 1, 3), (tier.Slowdown, tier.Ratio, tier.Factor(0)));
    }

    [Fact]
    public void Breaker_GoneProbedWithGrowingPauses_ClosesWithTheFirstAnswer()
    {
        var breaker = new LinkBreaker("server", _notes.Add, _clock);
        Assert.False(breaker.Answered());
        Assert.True(breaker.Gone("refused"));
        Assert.False(breaker.Gone("refused"));
        Assert.Equal(["the way to 'server' is given up: refused; answering without it"], _notes);
        List<double> pauses = [];
        double waited = 0;
        while (pauses.Count < 6)
        {
            if (breaker.IsProbeDue)
            {
                pauses.Add(Math.Round(waited, 2));
                breaker.ProbeFailed();
                waited = 0;
            }

            _clock.Move(0.05);
            waited += 0.05;
        }

        Assert.Equal([0.25, 0.5, 1, 1, 1, 1], pauses);
        Assert.True(breaker.Answered());
        Assert.Equal((false, false), (breaker.IsOpen, breaker.IsProbeDue));
        Assert.Equal((2, "'server' answers again"), (_notes.Count, _notes[^1]));
    }

    [Fact]
    public void Breaker_LateTwiceInARow_OpensNotWithAnAnswerBetween()
    {
        var breaker = new LinkBreaker("server", _notes.Add, _clock);
        Assert.False(breaker.Late());
        breaker.Answered();
        Assert.False(breaker.Late());
        Assert.True(breaker.Late());
        Assert.True(breaker.IsOpen);
        Assert.True(breaker.ProbeAnswered());
        Assert.True(breaker.Late());
        _clock.Move(0.3);
        Assert.False(breaker.IsProbeDue);
        _clock.Move(0.3);
        Assert.True(breaker.IsProbeDue);
    }

    private static double Seconds(double up, double down, double rate) => 0.01 + (8 * (((up + 120) / rate) + ((down + 220) / (2 * rate))));
}
