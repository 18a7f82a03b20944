using Fulcrum.Device.Following;
using Fulcrum.Problems;
using Fulcrum.Protocol.Sets;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Device.Tests;

/// <summary>Two plans: on the device 40 ms and 2 J, sent away 10,000 bytes, 10 ms of delay and 2 ms of the server.</summary>
public sealed class PlanFollowerTests
{
    private readonly HandClock _clock = new();
    private readonly List<string> _notes = [];

    [Fact]
    public void Decide_LinkGetsSlow_ChangesAfterThreeObservationsAndSaysWhy()
    {
        PlanFollower follower = Follower(new FollowOptions { Note = _notes.Add });
        Assert.Equal(1, follower.Decide());
        foreach (int _ in Enumerable.Range(0, 3))
            follower.Observe(1, new RequestTimes([0, 0.002], [1.0], 10_000, 100));
        Assert.Equal([1, 1, 0], Enumerable.Range(0, 3).Select(_ => follower.Decide()));
        string note = Assert.Single(_notes);
        Assert.Contains("device-server is 0.0", note);
        Assert.Contains("from 'away' to 'alone': 40.0 ms instead of", note);
        Assert.Equal(1, follower.Switches);
    }

    [Fact]
    public void Decide_AfterABreak_DoesNotWait()
    {
        PlanFollower follower = Follower(new FollowOptions());
        follower.Decide();
        follower.Forget();
        follower.ObserveLost(10_000, 3);
        follower.Hurry();
        Assert.Equal(0, follower.Decide());
        foreach (int _ in Enumerable.Range(0, 3))
            follower.ObserveProbe(65_536, 0.01 + (8 * 65_656 / 10e6));
        follower.Hurry();
        Assert.Equal(1, follower.Decide());
    }

    [Fact]
    public void Decide_ServerGetsSlow_StaysOnTheDevice()
    {
        PlanFollower follower = Follower(new FollowOptions());
        foreach (int _ in Enumerable.Range(0, 5))
            follower.Observe(1, new RequestTimes([0, 0.2], [0.019], 10_000, 100));
        Assert.Equal(0, follower.Decide());
        Assert.Equal(0.2, follower.Predict(1) - 0.018, 2);
    }

    [Fact]
    public void Decide_BatteryNearlyEmpty_SavesEnergy()
    {
        TableManifest table = Table() with { Rows = [Table().Rows[0] with { Cost = [0, 0, 0.012, 0, 0, 0, 0], Energy = [0, 0, 0.002, 0, 0, 0, 0] }, Table().Rows[1]] };
        Assert.Equal(0, new PlanFollower(table, new FollowOptions { Battery = Battery.Parse("100", "--battery") }, _clock).Decide());
        Assert.Equal(1, new PlanFollower(table, new FollowOptions { Battery = Battery.Parse("10%", "--battery") }, _clock).Decide());
    }

    [Fact]
    public void Decide_BatteryFileChanges_IsReadAgain()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "100\n");
        TableManifest table = Table() with { Rows = [Table().Rows[0] with { Cost = [0, 0, 0.012, 0, 0, 0, 0], Energy = [0, 0, 0.002, 0, 0, 0, 0] }, Table().Rows[1]], Hysteresis = new TableHysteresis(0.1, 1) };
        var battery = Battery.Parse(file, "--battery");
        var follower = new PlanFollower(table, new FollowOptions { Battery = battery }, _clock);
        Assert.Equal(0, follower.Decide());
        File.WriteAllText(file, "5");
        Assert.Equal(5, battery.ChargePercent(), 9);
        Assert.Equal(0, follower.Decide());
        _clock.Move(11);
        Assert.Equal(1, follower.Decide());
        File.Delete(file);
    }

    [Theory]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("nowhere")]
    public void Battery_NoCharge_IsRefused(string text) => Assert.Equal("option-malformed", Assert.Throws<InputException>(() => Battery.Parse(text, "--battery")).Problems[0].Code);

    [Fact]
    public void Decide_NoTimeLeftForFallingBack_StaysOnTheDevice()
    {
        Assert.Equal(1, Follower(new FollowOptions { Deadline = TimeSpan.FromMilliseconds(80) }).Decide());
        Assert.Equal(0, Follower(new FollowOptions { Deadline = TimeSpan.FromMilliseconds(65) }).Decide());
        Assert.Equal(1, Follower(new FollowOptions { Deadline = TimeSpan.FromMilliseconds(30) }).Decide());
    }

    [Fact]
    public void Reserved_RunsThatTookLongerOfLate_CountUntilTheyAreLongAgo()
    {
        PlanFollower follower = Follower(new FollowOptions());
        Assert.Equal(0.055, follower.Reserved(0), 9);
        foreach (double seconds in new[] { 0.04, 0.04, 0.08, 0.04, 0.04 })
            follower.Observe(0, new RequestTimes([seconds], [], 0, 0));
        Assert.Equal(0.093, follower.Reserved(0), 9);
        follower.Observe(0, new RequestTimes([4], [], 0, 0));
        Assert.Equal(0.125, follower.Reserved(0), 9);
        foreach (int _ in Enumerable.Range(0, 20))
            follower.Observe(0, new RequestTimes([0.04], [], 0, 0));
        Assert.Equal(0.055, follower.Reserved(0), 9);
    }

    [Fact]
    public void Start_RowsThatDoNotFit_AreNotUsed()
    {
        Assert.Equal(1, Follower(new FollowOptions { MemoryBytes = 500 }).Decide());
        Assert.Equal(-1, Follower(new FollowOptions { MemoryBytes = 500 }).Local());
        Assert.Equal(0, Follower(new FollowOptions { HasNext = false }).Decide());
        Assert.Equal("table-no-row", Assert.Throws<InputException>(() => Follower(new FollowOptions { HasNext = false, MemoryBytes = 500 })).Problems[0].Code);
    }

    [Fact]
    public void ScaleModelled_DeviceFasterThanItsClock_TakesTheServerToBeToo()
    {
        PlanFollower follower = Follower(new FollowOptions(), Table() with { Times = TableManifest.Modelled });
        double before = follower.Predict(1);
        foreach (int _ in Enumerable.Range(0, 3))
            follower.Observe(0, new RequestTimes([0.02], [], 0, 0));
        follower.ScaleModelled();
        Assert.Equal(before - 0.001, follower.Predict(1), 9);
    }

    private PlanFollower Follower(FollowOptions options, TableManifest? table = null) => new(table ?? Table(), options, _clock);

    /// <summary>Features: constant, per request, slowdowns of two tiers, seconds of a byte up, down and fetched.</summary>
    private static TableManifest Table() => new(
        TableManifest.CurrentFormat, "net", ["device", "server"], FeatureLayout.Names(["device", "server"]), new Dictionary<string, double> { ["latency"] = 1 }, [], TableHysteresis.Standard,
        new TableConditions(1, [new TableRange(1, 1, 1), new TableRange(1, 1, 8)], [new TableLink(new TableRange(10e6, 1e5, 1e8), 1, 0.01)]), "measured",
        [
            new TableRow("plan-0.json", new string('0', 64), "alone", "", 0, 1000, [0.04], [0, 0, 0.04, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0], [0, 0, 0.04, 0, 0, 0, 0], []),
            new TableRow("plan-1.json", new string('1', 64), "away", "", 1, 0, [0, 0.002], [0.01, 0, 0, 0.002, 10_000, 100, 0], [0, 0, 0, 0, 0, 0, 0], [0.01, 0, 0, 0.002, 10_000, 100, 0], []),
        ]);
}
