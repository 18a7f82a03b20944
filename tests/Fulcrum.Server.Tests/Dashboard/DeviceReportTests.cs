using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Fulcrum.Server.Dashboard;

namespace Fulcrum.Server.Tests.Dashboard;

/// <summary>What devices say of themselves: who may, what is taken, what is kept.</summary>
public sealed class DeviceReportTests(PlannedRepository repository)
{
    private static readonly DeviceReportMessage Report = new()
    {
        Model = "mlp", Plan = "cut 1, level 5", Seconds = 10, Requests = 100, Fallbacks = 3, FallbackReasons = new Dictionary<string, long> { ["deadline"] = 3 },
        Phases = [new DevicePhase("total", 2, 1.5, 3, 4)], Links = [new DeviceLink("device", "server", 1e6, 12)], BatteryPercent = 80,
    };

    [Fact]
    public async Task Post_Report_IsListedUntilTheNext()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        Assert.Equal(HttpStatusCode.NoContent, await Post(http, "camera 1", Report));
        Assert.Equal(HttpStatusCode.NoContent, await Post(http, "camera 1", Report with { Requests = 200 }));
        JsonNode list = (await http.GetFromJsonAsync<JsonNode>("fulcrum/v1/devices"))!;
        JsonNode device = Assert.Single(list["devices"]!.AsArray())!, report = device["report"]!;
        Assert.Equal(("camera 1", 200, 3, "cut 1, level 5", 80.0), ((string?)device["name"], (int)report["requests"]!, (int)report["fallback_reasons"]!["deadline"]!, (string?)report["plan"], (double)report["battery_percent"]!));
        Assert.Equal((1.5, 12.0), ((double)report["phases"]![0]!["p50_ms"]!, (double)report["links"]![0]!["round_trip_ms"]!));
        Assert.InRange((double)device["age_seconds"]!, 0, 60);
    }

    [Theory]
    [InlineData("""{ "model": "m" }""", 400)]
    [InlineData("""{ "model": "m", "plan": "p", "seconds": 1, "requests": 1, "more": 1 }""", 400)]
    [InlineData("""{ "model": "m", "plan": "p", "seconds": 1, "requests": -1 }""", 400)]
    [InlineData("""{ "model": "m", "plan": "p", "seconds": 1, "requests": 1, "fallbacks": 2 }""", 400)]
    [InlineData("""{ "model": "m", "plan": "p", "seconds": 1, "requests": 1, "battery_percent": 101 }""", 400)]
    [InlineData("""{ "model": "", "plan": "p", "seconds": 1, "requests": 1 }""", 400)]
    [InlineData("""{ "model": "m", "plan": "p", "seconds": 1, "requests": 1, "phases": [null] }""", 400)]
    [InlineData("""{ "model": "m", "plan": "p", "seconds": 1, "requests": 1, "links": [{"from": "a", "to": "b", "bits_per_second": -1, "round_trip_ms": null}] }""", 400)]
    [InlineData("null", 400)]
    public async Task Post_ReportThatIsWrong_IsRefusedAndNotKept(string body, int status)
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        using HttpResponseMessage response = await http.PostAsync("fulcrum/v1/devices/a/report", new StringContent(body));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty((await response.Content.ReadFromJsonAsync<JsonNode>())!["problems"]!.AsArray());
        Assert.Empty((await http.GetFromJsonAsync<JsonNode>("fulcrum/v1/devices"))!["devices"]!.AsArray());
    }

    [Fact]
    public async Task Post_LongReport_IsRefusedUnread()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        using HttpResponseMessage response = await http.PostAsync("fulcrum/v1/devices/a/report", new StringContent(new string(' ', 70_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Post_UnderAnothersName_IsForbidden()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("fulcrum-tokens-").FullName, "tokens");
        (string device, string first) = BearerToken.New("camera", isOperator: false);
        (string ops, string second) = BearerToken.New("ops", isOperator: true);
        File.WriteAllLines(file, [first, second]);
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0", Access = new AccessOptions { Tokens = file } });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        http.DefaultRequestHeaders.Authorization = new("Bearer", device);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Forbidden), (await Post(http, "camera", Report), await Post(http, "other", Report)));
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync("fulcrum/v1/devices")).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", ops);
        Assert.Equal(HttpStatusCode.NoContent, await Post(http, "other", Report));
        Assert.Equal(2, (await http.GetFromJsonAsync<JsonNode>("fulcrum/v1/devices"))!["devices"]!.AsArray().Count);
    }

    [Fact]
    public async Task Put_MoreDevicesThanAreKept_ForgetsTheOneThatWasSilentForLongest()
    {
        var time = new ManualTime();
        var registry = new DeviceRegistry(time);
        for (int i = 0; i < DeviceRegistry.Most; i++)
        {
            registry.Put($"{i}", Report);
            time.Move(TimeSpan.FromSeconds(1));
        }

        registry.Put("0", Report);
        time.Move(TimeSpan.FromSeconds(1));
        registry.Put("new", Report);
        HashSet<string> names = [.. (await registry.ReadAsync()).Devices.Select(d => d.Name)];
        Assert.Equal((DeviceRegistry.Most, true, false, true), (names.Count, names.Contains("0"), names.Contains("1"), names.Contains("new")));
        time.Move(DeviceRegistry.Expiry);
        Assert.Equal("new", Assert.Single((await registry.ReadAsync()).Devices).Name);
        time.Move(TimeSpan.FromSeconds(1));
        Assert.Empty((await registry.ReadAsync()).Devices);
    }

    [Fact]
    public void Put_NameOfControlCharacters_IsRefused() =>
        Assert.Equal("report-out-of-range", Assert.Throws<InputException>(() => new DeviceRegistry(new ManualTime()).Put("a\nb", Report)).Problems[0].Code);

    private static async Task<HttpStatusCode> Post(HttpClient http, string name, DeviceReportMessage report)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync(Routes.DeviceReport(name), report, ContractJson.Default.DeviceReportMessage);
        return response.StatusCode;
    }
}
