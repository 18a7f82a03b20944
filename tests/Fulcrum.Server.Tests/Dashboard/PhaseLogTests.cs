using Fulcrum.Server.Dashboard;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.Phases;

namespace Fulcrum.Server.Tests.Dashboard;

/// <summary>Where the time of requests went: what is kept, and what is made of it.</summary>
public sealed class PhaseLogTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Record_ManyTimes_TakesNoMemory()
    {
        var log = new PhaseLog(_time);
        log.Record("a", Request(1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            log.Record("a", Request(i));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Read_MoreRequestsThanAreKept_HoldsTheLatestAndCountsAll()
    {
        var log = new PhaseLog(_time);
        for (int i = 0; i < PhaseLog.Kept + 10; i++)
        {
            _time.Move(TimeSpan.FromMilliseconds(1));
            log.Record("a", Request(1));
        }

        PhaseWindow all = log.Read(3600);
        Assert.Equal((PhaseLog.Kept, PhaseLog.Kept + 10L), (all.Requests.Count, all.Subjects[0].Recorded));
        Assert.True(all.Requests[0].Phases.Sent > all.Requests[^1].Phases.Sent);
    }

    [Fact]
    public void Of_SomeRequests_GivesPhasesPercentilesAndBuckets()
    {
        var log = new PhaseLog(_time);
        _time.Move(TimeSpan.FromSeconds(1000));
        for (int i = 1; i <= 100; i++)
        {
            log.Record(i % 2 == 0 ? "even" : "odd", Request(i));
            _time.Move(TimeSpan.FromMilliseconds(100));
        }

        var latency = Latency.Of(log.Read(120), 120, _time);
        SubjectLatency even = latency.Subjects.Single(s => s.Name == "even");
        Assert.Equal((50, 50L, 2), (even.Requests, even.Recorded, latency.BucketSeconds));
        PhaseFigure total = even.Phases[^1], compute = even.Phases.Single(p => p.Phase == "compute");
        Assert.Equal(("total", 51 + 7, 51), (total.Phase, total.P50Ms, compute.P50Ms));
        Assert.Equal(97.1 + 7, total.P95Ms - 0.0, 2.0);
        Assert.Equal(total.MeanMs, even.Phases.SkipLast(1).Sum(p => p.MeanMs), 6);
        Assert.Equal(50, even.Buckets.Sum(b => b.Requests));
        Assert.All(even.Buckets, b => Assert.Equal((0, 8), (b.Start % 2, b.MeanMs.Count)));
        _time.Move(TimeSpan.FromSeconds(121));
        Assert.Equal(0, Latency.Of(log.Read(120), 120, _time).Subjects[0].Requests);
    }

    [Fact]
    public void Record_MoreSubjectsThanThereIsRoomFor_AreTakenTogether()
    {
        var log = new PhaseLog(_time);
        for (int i = 0; i < 400; i++)
            log.Record($"model {i}", Request(1));
        PhaseWindow all = log.Read(10);
        Assert.Equal((256, "others", 400L), (all.Subjects.Count, all.Subjects[^1].Name, all.Subjects.Sum(s => s.Recorded)));
    }

    [Fact]
    public void Tally_AMinute_GivesRateAndForgets()
    {
        var tally = new RequestTally(_time);
        for (int i = 0; i < 120; i++)
        {
            tally.Answered(i % 4 == 0 ? 404 : 200);
            _time.Move(TimeSpan.FromSeconds(1));
        }

        tally.Refused("model-unknown");
        (var statuses, var codes, double perSecond) = tally.Read();
        Assert.Equal([(200, 90L), (404, 30L)], statuses);
        Assert.Equal([("model-unknown", 1L)], codes);
        Assert.InRange(perSecond, 0.95, 1.05);
        _time.Move(TimeSpan.FromSeconds(90));
        Assert.Equal(0, tally.Read().PerSecond);
    }

    /// <summary>A request that is done now, with a millisecond for every phase but computing.</summary>
    private RequestPhases Request(int computeMs)
    {
        long now = _time.GetTimestamp();
        long At(int before) => now - (before * TimeSpan.TicksPerMillisecond);
        return new RequestPhases(At(computeMs + 7), At(computeMs + 6), At(computeMs + 5), At(computeMs + 3), At(3), At(2), At(1), now);
    }
}
