using System.Diagnostics;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Tests.Emulation;

/// <summary>Tiers brought up for real: where there is no root or no namespace, these are skipped and say so.</summary>
public sealed class TestBedTests
{
    private static readonly FulcrumCommand Nothing = new("/bin/true", []);

    private static TierSystem Two(double rate = 8e6) => new([new Tier { Name = "near", Cores = 0.5 }, new Tier { Name = "far" }], [new TierLink { From = "near", To = "far", UpBitsPerSecond = rate, DownBitsPerSecond = rate, RttSeconds = 0.01 }]);

    [Fact]
    public async Task Start_WithNamespaces_SetsThemUpAndLeavesNothing()
    {
        string name;
        await using (TestBed bed = await StartAsync(Two()))
        {
            name = Assert.Single(Mine().Distinct());
            Assert.Equal(["ok"], await Lines(bed.Inside("near", Shell("cat /proc/self/cgroup | grep -q " + name + "-0 && ip -o addr show dev next | grep -q 10.201.0.1 && echo ok"))));
            Assert.Equal("10.201.0.2", bed.Address("far").ToString());
            Assert.Equal(["ok"], await Lines(bed.Inside("far", Shell("tc qdisc show dev back | grep -q tbf && echo ok"))));
            Assert.Equal(["--link", "up=8000000bps,down=8000000bps,rtt=10ms,seed=1,rates=kernel"], bed.LinkArguments("near"));
            Assert.Empty(bed.LinkArguments("far"));
            Assert.Equal("tier-unknown", Assert.Throws<InputException>(() => bed.Command("nowhere")).Problems[0].Code);
        }

        Assert.Empty(Mine());
    }

    [Fact]
    public async Task Dispose_ProcessesThatStillRun_AreEnded()
    {
        Process sleeper, detached;
        await using (TestBed bed = await StartAsync(Two()))
        {
            sleeper = bed.Inside("near", Shell("sleep 60")).Start();
            // In another session and without the tier's groups: only the namespace tells.
            detached = bed.Inside("far", new FulcrumCommand("setsid", ["sleep", "60"]), isLimited: false).Start();
            await Task.Delay(100, TestContext.Current.CancellationToken);
            Assert.False(sleeper.HasExited || detached.HasExited);
        }

        Assert.True(sleeper.WaitForExit(2000) && detached.WaitForExit(2000));
        Assert.Empty(Mine());
        sleeper.Dispose();
        detached.Dispose();
    }

    [Fact]
    public async Task Start_Cancelled_LeavesNothing()
    {
        await using (TestBed bed = await StartAsync(Two()))
        {
        }

        using var stop = new CancellationTokenSource();
        Task<TestBed> starting = TestBed.StartAsync(Nothing, Two(), null, stop.Token);
        await stop.CancelAsync();
        try
        {
            await (await starting).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // Almost always; a very fast start is as good.
        }

        Assert.Empty(Mine());
    }

    [Fact]
    public async Task Start_TwoAtOnce_DoNotDisturbEachOther()
    {
        await using TestBed first = await StartAsync(Two());
        string name = Mine().Distinct().Single();
        TestBed second = await StartAsync(Two());
        using Process listener = first.Inside("far", Shell("sleep 60")).Start();
        Assert.Equal(2, Mine().Distinct().Count());
        await second.DisposeAsync();
        Assert.Equal(name, Mine().Distinct().Single());
        Assert.False(listener.HasExited);
        Assert.Equal(["ok"], await Lines(first.Inside("near", Shell("ip -o addr show dev next | grep -q 10.201.0.1 && echo ok"))));
    }

    [Fact]
    public async Task Blame_HungryProcess_NamesTheTierAndItsLimit()
    {
        var system = new TierSystem([new Tier { Name = "near", MemoryBytes = 16 << 20 }], []);
        await using TestBed bed = await TestBed.StartAsync(Nothing, system, new TestBedOptions { ProgramBytes = 4 << 20 }, default);
        if (bed.NotLimited.Count > 0)
            Assert.Skip($"No memory limit can be set here: {bed.NotLimited[0]}.");
        Assert.Null(bed.Blame("near"));
        await Lines(bed.Inside("near", Shell("head -c 200000000 /dev/zero | tail > /dev/null")));
        Assert.Equal("Tier 'near' wanted more memory than its limit of 20 MiB (16 MiB of the tier, 4 MiB for the program) and was killed.", bed.Blame("near"));
    }

    [Fact]
    public async Task Start_WithoutNamespaces_SaysWhyAndImitatesAll()
    {
        await using TestBed bed = await TestBed.StartAsync(Nothing, Two(), new TestBedOptions { UseNamespaces = false }, default);
        Assert.Equal((TestBedKind.Loopback, "asked for", "127.0.0.1"), (bed.Kind, bed.LoopbackReason, bed.Address("far").ToString()));
        Assert.Equal(["--link", "up=8000000bps,down=8000000bps,rtt=10ms,seed=1"], bed.LinkArguments("near"));
    }

    [Fact]
    public async Task Start_RealMachines_AreNeitherStartedNorImitated()
    {
        var remote = new Uri("http://192.0.2.1:8080");
        var system = new TierSystem([new Tier { Name = "near" }, new Tier { Name = "far", Host = remote }], Two().Links);
        await using TestBed bed = await TestBed.StartAsync(Nothing, system, null, default);
        Assert.Equal((TestBedKind.Loopback, 0), (bed.Kind, bed.LinkArguments("near").Count));
        Assert.Contains(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? "'far' is a real machine" : "namespaces", bed.LoopbackReason);
        TierSystem[] wrong = [new([new Tier { Name = "near", Host = remote }, new Tier { Name = "far" }], Two().Links), new([new Tier { Name = "near" }, new Tier { Name = "far", Host = remote }, new Tier { Name = "more" }], [.. Two().Links, new TierLink { From = "far", To = "more", UpBitsPerSecond = 1, DownBitsPerSecond = 1 }])];
        foreach (TierSystem system2 in wrong)
            Assert.Equal("tier-host", (await Assert.ThrowsAsync<InputException>(() => TestBed.StartAsync(Nothing, system2, null, default))).Problems[0].Code);
    }

    [Fact]
    public async Task Start_MachinesBySsh_StandInOrderAndAreReachable()
    {
        var listens = new Uri("http://192.0.2.1:0");
        Tier near = new() { Name = "near", Ssh = "near" }, far = new() { Name = "far", Ssh = "far", Host = listens };
        (Tier, Tier, string?)[] cases = [(near, far, null), (new Tier { Name = "near" }, far, null), (near, new Tier { Name = "far", Host = listens }, null), (near with { Host = listens }, far, null), (near, far with { Host = null }, "\"host\": http"), (near, new Tier { Name = "far" }, "\"host\" too")];
        foreach ((Tier first, Tier second, string? remedy) in cases)
        {
            var system = new TierSystem([first, second], Two().Links);
            Problem problem = (await Assert.ThrowsAsync<InputException>(() => TestBed.StartAsync(Nothing, system, new TestBedOptions { SshClient = "/nowhere/ssh" }, default))).Problems[0];
            Assert.Equal(remedy is null ? "tier-ssh" : "tier-host", problem.Code);
            Assert.Contains(remedy ?? "openssh-client", problem.Remedy);
        }
    }

    [Fact]
    public void Owner_NamesOfTheDead_AreKnown()
    {
        string mine = Owner.NewName();
        Assert.True(Owner.Lives(mine) && Owner.Lives($"{mine}-0"));
        Assert.Equal(mine, Owner.Of($"{mine}-12"));
        string[] parts = mine.Split('-');
        Assert.False(Owner.Lives($"fulcrum-{parts[1]}-{long.Parse(parts[2]) + 1}-1"));
        Assert.False(Owner.Lives($"fulcrum-4000000-{parts[2]}-1"));
        Assert.Null(Owner.Of("fulcrum-probe-12"));
        Assert.Null(Owner.Of("other-1-2-3"));
    }

    private static FulcrumCommand Shell(string script) => new("/bin/sh", ["-c", script]);

    private static async Task<TestBed> StartAsync(TierSystem system)
    {
        TestBed bed = await TestBed.StartAsync(Nothing, system, null, default);
        if (bed.Kind == TestBedKind.Namespaces)
            return bed;
        await bed.DisposeAsync();
        Assert.Skip($"No network namespaces here: {bed.LoopbackReason}.");
        return bed;
    }

    private static IEnumerable<string> Mine()
    {
        string owner = Owner.NewName();
        return Cleaner.Names().Select(Owner.Of).OfType<string>().Where(n => n.StartsWith(owner[..(owner.LastIndexOf('-') + 1)], StringComparison.Ordinal));
    }

    private static async Task<string[]> Lines(FulcrumCommand command)
    {
        using Process process = command.Start();
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
