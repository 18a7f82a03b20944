using System.Diagnostics;
using Fulcrum.Problems;
using Fulcrum.Stages.Links;

namespace Fulcrum.Server.Tests;

/// <summary>Links as text, and what is drawn for them.</summary>
public sealed class LinkTextTests
{
    [Theory]
    [InlineData("up=20Mbps,down=50Mbps,rtt=12ms,jitter=lognormal:1ms:10ms,loss=1%,seed=3,rates=kernel")]
    [InlineData("up=1Mbps")]
    [InlineData("jitter=normal:0ms:3ms")]
    public void Parse_WhatWriteWrites_IsTheSame(string text)
    {
        LinkShape shape = LinkText.Parse(text, "--link");
        Assert.Equal(shape, LinkText.Parse(LinkText.Write(shape), "--link"));
        Assert.True(shape.IsShaped);
    }

    [Fact]
    public void Parse_AllParts_AreRead() => Assert.Equal(
        new LinkShape(20e6, 50e6, TimeSpan.FromMilliseconds(12)) { Jitter = new LinkJitter(0.001, 0.01), Loss = 0.01, Seed = 3, KernelHoldsRates = true },
        LinkText.Parse("up=20Mbps,down=50Mbps,rtt=12ms,jitter=lognormal:1ms:10ms,loss=1%,seed=3,rates=kernel", "--link"));

    [Theory]
    [InlineData("up=0Mbps", 1)]
    [InlineData("up=-1Mbps", 2)]
    [InlineData("up=1Mbps,up=2Mbps", 1)]
    [InlineData("upp=1Mbps", 1)]
    [InlineData("rtt=61s", 1)]
    [InlineData("rtt=NaNms", 1)]
    [InlineData("loss=100%", 1)]
    [InlineData("jitter=lognormal:0ms:1ms", 1)]
    [InlineData("jitter=normal:2ms:1ms", 1)]
    [InlineData("jitter=1ms", 1)]
    [InlineData("seed=x,rates=me,up", 3)]
    [InlineData("", 1)]
    public void Parse_WhatIsNoLink_IsRefused(string text, int problems)
    {
        IReadOnlyList<Problem> found = Assert.Throws<InputException>(() => LinkText.Parse(text, "--link")).Problems;
        Assert.Equal(problems, found.Count);
        Assert.All(found, p => Assert.Equal(("option-malformed", "--link"), (p.Code, p.Place)));
    }

    [Fact]
    public void Draw_LognormalJitter_HasItsPercentilesAndRepeats()
    {
        var jitter = new LinkJitter(0.002, 0.02);
        double[] Drawn() { var random = new Random(7); return [.. Enumerable.Range(0, 20_000).Select(_ => jitter.Draw(random))]; }
        double[] first = Drawn(), sorted = [.. first.Order()];
        Assert.Equal(first, Drawn());
        Assert.Equal(0.002, sorted[10_000], 0.0001);
        Assert.Equal(0.02, sorted[19_800], 0.002);
        var normal = new Random(7);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(new LinkJitter(0.001, 0.01, IsNormal: true).Draw(normal) >= 0));
    }

    [Fact]
    public void Clock_RateHeldByTheKernel_TakesBackTheBucketsHeadStartOnly()
    {
        double second = Stopwatch.Frequency, perByte = 8 * second / 1e6, bucket = KernelBucket.HeadStart(1e6);
        var clock = new LinkClock(1e6, kernelHoldsRate: true);
        // A short message takes its time here, since the kernel lets it through at once; what is behind a full bucket is the kernel's.
        Assert.Equal(second + (1000 * perByte), clock.Pass(1000, second), 1);
        Assert.Equal(second + (bucket * perByte), clock.Pass(100_000, second), 1);
        Assert.Equal(second + (bucket * perByte), clock.Pass(100_000, second), 1);
        // A stream at the link's rate stays as far behind as its first packet.
        clock = new LinkClock(1e6, kernelHoldsRate: true);
        for (int i = 0; i < 50; i++)
            Assert.Equal(second + ((i + 1) * 1448 * perByte), clock.Pass(1448, second + (i * 1448 * perByte)), 1);
        var own = new LinkClock(1e6, kernelHoldsRate: false);
        own.Pass(1000, second);
        Assert.Equal(second + (3000 * perByte), own.Pass(2000, second), 1);
    }

    [Fact]
    public void Loss_OfPackets_ComesAtItsShareAndCostsWhatTcpTakes()
    {
        var loss = new PacketLoss(0.1, TimeSpan.FromMilliseconds(50), 3);
        int[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => loss.Draw(1000))];
        Assert.Equal(2000, drawn.Count(d => d > 0), 150.0);
        Assert.Equal(200, drawn.Count(d => d > 1), 50.0);
        Assert.Equal(20_000 * (1 - Math.Pow(0.9, 3)), Enumerable.Range(0, 20_000).Count(_ => loss.Draw(4000) > 0), 250.0);
        double second = Stopwatch.Frequency;
        Assert.Equal((0.05 * second, 0.25 * second, 0.75 * second, 0.3 * second), (loss.Ticks(1, true), loss.Ticks(1, false), loss.Ticks(2, false), loss.Ticks(2, true)));
        Assert.Equal(0, new PacketLoss(0, TimeSpan.Zero, 1).Draw(1_000_000));
    }
}
