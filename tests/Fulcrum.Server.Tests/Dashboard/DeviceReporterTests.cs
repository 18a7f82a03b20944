using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fulcrum.Device;
using Fulcrum.Device.Reporting;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Server.Tests.Dashboard;

/// <summary>Devices that count and tell.</summary>
public sealed class DeviceReporterTests(PlannedRepository repository)
{
    private static readonly PlanTimes Times = new([new StageTiming("camera", 0, 2, 1, 10), new StageTiming("edge", 1, 3, 0, 0)], [6], 13, 900, 100);

    [Fact]
    public void Report_OfSomeRequests_HasFiguresByPhaseLinksAndFallbacks()
    {
        var time = new ManualTime();
        var tally = new DeviceTally(time);
        for (int i = 0; i < 9; i++)
            tally.Add(Times, i < 2 ? "deadline" : null);
        tally.Add(Times with { LinkMs = [16], TotalMs = 23 });
        time.Move(TimeSpan.FromSeconds(4));
        DeviceReportMessage report = tally.Report("net", "tag", 50);
        Assert.Equal((10L, 2L, 2L, 4.0, 50.0), (report.Requests, report.Fallbacks, report.FallbackReasons["deadline"], report.Seconds, report.BatteryPercent));
        Assert.Equal(["camera.decode", "camera.compute", "camera.encode", "camera-edge", "edge.decode", "edge.compute", "edge.encode", "total"], report.Phases.Select(p => p.Phase));
        Assert.Equal((14.0, 13.0), (report.Phases[^1].MeanMs, report.Phases[^1].P50Ms));
        Assert.Equal(2, report.Phases[1].P99Ms);
        DeviceLink link = Assert.Single(report.Links);
        Assert.Equal(("camera", "edge", 6.0), (link.From, link.To, link.RoundTripMs));
        Assert.Equal(1000 * 8 / 0.006, link.BitsPerSecond!.Value, 3);
    }

    [Fact]
    public async Task Dispose_AfterRequests_PostsTheLastReport()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        var tally = new DeviceTally();
        List<string> notes = [];
        await using (var reporter = new DeviceReporter(http, "camera 1", () => tally.Report("net", "tag"), notes.Add))
            tally.Add(new PhaseTimes(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(4)), 100);
        JsonNode device = (await http.GetFromJsonAsync<JsonNode>("fulcrum/v1/devices"))!["devices"]![0]!;
        Assert.Equal(("camera 1", 1, 10.0), ((string?)device["name"], (int)device["report"]!["requests"]!, (double)device["report"]!["phases"]!.AsArray()[^1]!["mean_ms"]!));
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9")]
    [InlineData(null)]
    public async Task Dispose_ReportThatIsNotTaken_IsSaidOnceAndDoesNotThrow(string? address)
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = address is null ? server.Urls[0] : new Uri(address) };
        List<string> notes = [];
        await using (new DeviceReporter(http, "a", () => new DeviceTally().Report("", "tag"), notes.Add))
            await Task.Yield();
        Assert.Single(notes);
    }
}
