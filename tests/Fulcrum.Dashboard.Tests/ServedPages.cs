using System.Net.Http.Json;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server;
using Fulcrum.Server.Tests;

namespace Fulcrum.Dashboard.Tests;

/// <summary>Servers with something to show.</summary>
internal static class ServedPages
{
    /// <summary>A decision as `plan` writes it beside a plan.</summary>
    private const string Decision = """
        { "summary": "Two parts, the first on the device.", "reasons": ["The link bounds it."], "hypervolume": 0.6,
          "chosen": { "name": "at r1", "variant": "identity", "weights": "float", "tiers": [], "links": [], "times": "measured", "metrics": { "latency": 0.012, "drop": 0.4, "bytes": 300 } },
          "candidates": [ { "policy": "neurosurgeon", "objective": 0.02, "allowed": true, "plan": null } ],
          "pareto": [ { "name": "at r1", "variant": "identity", "weights": "float", "tiers": [], "links": [], "times": "measured", "metrics": { "latency": 0.012, "drop": 0.4, "bytes": 300 } },
                      { "name": "all on the device", "variant": "identity", "weights": "float", "tiers": [], "links": [], "times": "measured", "metrics": { "latency": 0.03, "drop": 0, "bytes": 0 } } ] }
        """;

    public static Task<FulcrumServer> Repository(PlannedRepository repository, string url = "http://127.0.0.1:0") => FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = url });

    /// <summary>A tier of a plan folder, with a decision beside it.</summary>
    public static Task<StageServer> Plan(string folder)
    {
        StagePlans.Write(folder, ["device", "cloud"], [StagePlans.First]);
        File.WriteAllText(Path.Combine(folder, "decision.json"), Decision);
        return StageServer.StartAsync(new StageServerOptions { Plan = folder, Tier = "cloud", Url = "http://127.0.0.1:0" });
    }

    /// <summary>Requests that are answered, one that is refused, and a device's report.</summary>
    public static async Task Use(Uri server, int requests = 7, string device = "camera-12")
    {
        using var http = new HttpClient { BaseAddress = server };
        for (int i = 0; i < requests; i++)
            (await http.PostAsync("fulcrum/v1/models/mlp/versions/1/cuts/0/infer?level=0&samples=1", new ByteArrayContent(new byte[4 * 784]))).EnsureSuccessStatusCode();
        Assert.False((await http.GetAsync("fulcrum/v1/models/other")).IsSuccessStatusCode);
        var report = new DeviceReportMessage
        {
            Model = "mlp", Plan = "cut 1, level 5", Seconds = 20, Requests = 400, Fallbacks = 12, FallbackReasons = new Dictionary<string, long> { ["deadline"] = 12 },
            Phases = [new DevicePhase("device", 3, 2.9, 4, 5), new DevicePhase("total", 8, 7.5, 12, 15)], Links = [new DeviceLink("device", "server", 2.5e6, 4.2)], BatteryPercent = 81,
        };
        (await http.PostAsJsonAsync(Routes.DeviceReport(device), report, ContractJson.Default.DeviceReportMessage)).EnsureSuccessStatusCode();
    }
}
