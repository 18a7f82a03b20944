using System.Text;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Dashboard;
using Fulcrum.Server.Tests.Rollout;
using Fulcrum.Server.Tests.V2;
using Fulcrum.Server.Rollout;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Folders;

namespace Fulcrum.Server.Tests.Dashboard;

/// <summary>Reports of devices that replicas share through a store.</summary>
public sealed class SharedReportTests : IDisposable
{
    private static readonly DeviceReportMessage Report = new() { Model = "mlp", Plan = "cut 1", Seconds = 10, Requests = 100 };
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-reports-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Shared => Path.Combine(_folder, "store");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("camera-12")]
    [InlineData("a name that no store takes: é, ..")]
    public async Task Report_ToOneReplica_IsListedByAnother(string name)
    {
        await using V2Site first = await StartAsync(new FolderStore(Shared)), second = await StartAsync(new FolderStore(Shared));
        Assert.Equal(204, (await first.Post(Routes.DeviceReport(name), """{ "model": "m", "plan": "p", "seconds": 1, "requests": 7 }""")).Status);
        await Until(async () => (await second.Get("fulcrum/v1/devices")).Json.GetProperty("devices").GetArrayLength() == 1);
        var list = (await second.Get("fulcrum/v1/devices")).Json;
        Assert.Equal((name, 7, true), (list.GetProperty("devices")[0].GetProperty("name").GetString(), list.GetProperty("devices")[0].GetProperty("report").GetProperty("requests").GetInt32(), list.GetProperty("complete").GetBoolean()));
    }

    [Fact]
    public async Task Report_WhileTheStoreIsAway_IsKeptAndHandedOverLater()
    {
        var store = new DeafStore(Shared) { IsAway = true };
        await using var own = new DeviceRegistry(TimeProvider.System, store);
        own.Put("camera", Report);
        DeviceList alone = await own.ReadAsync(Stop);
        Assert.Equal((false, "camera"), (alone.Complete, Assert.Single(alone.Devices).Name));
        store.IsAway = false;
        await using var other = new DeviceRegistry(TimeProvider.System, new FolderStore(Shared));
        await Until(async () => (await other.ReadAsync(Stop)).Devices.Count == 1);
        await Until(async () => (await own.ReadAsync(Stop)).Complete);
    }

    [Fact]
    public async Task Report_ThatAnotherReplicaHeardLater_TakesThePlace()
    {
        var time = new ManualTime();
        var store = new FolderStore(Shared, time);
        await using var first = new DeviceRegistry(time, store);
        first.Put("camera", Report);
        await Until(async () => (await store.DevicesAsync(Stop)).Count == 1);
        time.Move(TimeSpan.FromSeconds(5));
        await using (var second = new DeviceRegistry(time, store))
            second.Put("camera", Report with { Requests = 200 });
        time.Move(TimeSpan.FromSeconds(5));
        DeviceEntry seen = Assert.Single((await first.ReadAsync(Stop)).Devices);
        Assert.Equal((200, 5.0), (seen.Report.Requests, seen.AgeSeconds));
        first.Put("camera", Report with { Requests = 300 });
        Assert.Equal(300, Assert.Single((await first.ReadAsync(Stop)).Devices).Report.Requests);
    }

    [Fact]
    public async Task Report_HandedOverLate_LeavesALaterOne()
    {
        var time = new ManualTime();
        var reached = new DeafStore(Shared) { IsAway = true };
        await using (var first = new DeviceRegistry(time, reached))
        {
            first.Put("camera", Report);
            first.Put("door", Report);
            time.Move(TimeSpan.FromSeconds(5));
            await using (var second = new DeviceRegistry(time, new FolderStore(Shared)))
                second.Put("camera", Report with { Requests = 200 });
            reached.IsAway = false;
        }

        await using var other = new DeviceRegistry(time, new FolderStore(Shared));
        Assert.Equal([("camera", 200), ("door", 100)], (await other.ReadAsync(Stop)).Devices.Select(d => (d.Name, d.Report.Requests)));
    }

    [Fact]
    public async Task Report_OfAServerThatEnds_IsHandedOverBefore()
    {
        await using (var ending = new DeviceRegistry(TimeProvider.System, new FolderStore(Shared)))
        {
            ending.Put("first", Report);
            ending.Put("second", Report);
        }

        await using var other = new DeviceRegistry(TimeProvider.System, new FolderStore(Shared));
        Assert.Equal(["first", "second"], (await other.ReadAsync(Stop)).Devices.Select(d => d.Name));
    }

    [Fact]
    public async Task Read_WhatIsNoReport_IsLeftOut()
    {
        var store = new FolderStore(Shared);
        string[] odd = ["", "null", "{}", "[1]", """{ "name": "a", "at": "2026-01-01T00:00:00Z", "report": null }""", """{ "name": "a\u0007", "at": "2999-01-01T00:00:00Z", "report": { "model": "m", "plan": "p", "seconds": -1, "requests": 1 } }"""];
        foreach ((int i, string json) in odd.Index())
            await store.ReportAsync($"odd{i}", Encoding.UTF8.GetBytes(json), TimeSpan.FromHours(1), Stop);
        await using var registry = new DeviceRegistry(TimeProvider.System, store);
        registry.Put("camera", Report);
        Assert.Equal("camera", Assert.Single((await registry.ReadAsync(Stop)).Devices).Name);
    }

    private static Task<V2Site> StartAsync(IStore store) => V2Site.Start(_ => { }, o => o with { Following = new Following(store) });

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (int i = 0; i < 400 && !await holds(); i++)
            await Task.Delay(50, Stop);
        Assert.True(await holds());
    }
}
