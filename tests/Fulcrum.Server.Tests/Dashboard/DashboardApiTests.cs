using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fulcrum.Cuts;
using Fulcrum.Planning.Patterns;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Server.Tests.Dashboard;

/// <summary>The routes behind the dashboard, over HTTP.</summary>
public sealed class DashboardApiTests(PlannedRepository repository) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-dashboard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Get_AfterRequests_OverviewAndLatencyCountThem()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        for (int i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("fulcrum/v1/models/mlp/versions/1/cuts/0/infer?level=0&samples=1", new ByteArrayContent(new byte[4 * 784]))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("fulcrum/v1/models/other")).StatusCode);
        JsonNode overview = await Until(http, "overview", o => (int)o["requests"]! >= 6), latency = await Until(http, "latency?seconds=60", l => (int)l["subjects"]![0]!["requests"]! >= 5);
        Assert.Equal(("repository", "mlp", "1", 6), ((string?)overview["kind"], (string?)overview["models"]![0]!["name"], (string?)overview["models"]![0]!["version"], (int)overview["requests"]!));
        Assert.Equal(("model-unknown", 1), ((string?)overview["errors"]![0]!["code"], (int)overview["errors"]![0]!["requests"]!));
        Assert.True((double)overview["requests_per_second"]! > 0 && (double)overview["uptime_seconds"]! > 0);
        Assert.Equal(64L << 20, (long)overview["limits"]!["body_bytes"]!);
        JsonNode mlp = latency["subjects"]![0]!;
        Assert.Equal((5, 5, "mlp"), ((int)mlp["requests"]!, (int)mlp["recorded"]!, (string?)mlp["name"]));
        Assert.Equal(["read", "decode", "queue", "compute", "encode", "next", "send", "total"], latency["phases"]!.AsArray().Select(p => (string?)p));
        double[] means = [.. mlp["phases"]!.AsArray().Select(p => (double)p!["mean_ms"]!)];
        Assert.True(means[3] > 0);
        Assert.Equal(means[^1], means[..^1].Sum(), 0.01);
        Assert.Equal(5, mlp["buckets"]!.AsArray().Sum(b => (int)b!["requests"]!));
        Assert.Equal(6, (int)(await Get(http, "overview"))["requests"]!);
    }

    [Fact]
    public async Task Get_AfterARequestOfTheOpenInferenceProtocol_LatencyHasIt()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        string request = $$"""{ "inputs": [ { "name": "input", "datatype": "FP32", "shape": [1, 784], "data": [{{string.Join(',', new int[784])}}] } ] }""";
        using HttpResponseMessage answer = await http.PostAsync("v2/models/mlp/infer", new StringContent(request));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        JsonNode mlp = (await Until(http, "latency", l => l["subjects"]!.AsArray().Count > 0))["subjects"]![0]!;
        Assert.Equal(("mlp", 1), ((string?)mlp["name"], (int)mlp["requests"]!));
        Assert.All(mlp["phases"]!.AsArray(), p => Assert.True((double)p!["mean_ms"]! >= 0));
        Assert.True((double)mlp["phases"]![3]!["mean_ms"]! > 0);
    }

    [Fact]
    public async Task Get_UnchangedLatency_Is304()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        using HttpResponseMessage first = await http.GetAsync("fulcrum/v1/latency");
        using var again = new HttpRequestMessage(HttpMethod.Get, "fulcrum/v1/latency");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await http.SendAsync(again);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, second.StatusCode));
        Assert.Equal("nosniff", first.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("latency?seconds=9", 400, "query-malformed")]
    [InlineData("latency?seconds=3601", 400, "query-malformed")]
    [InlineData("latency?seconds=x", 400, "query-malformed")]
    [InlineData("models/other/cuts", 404, "model-unknown")]
    public async Task Get_WhatThereIsNot_IsRefused(string path, int status, string code)
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        using HttpResponseMessage response = await http.GetAsync($"fulcrum/v1/{path}");
        Assert.Equal((status, code), ((int)response.StatusCode, (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["problems"]![0]!["code"]));
    }

    [Fact]
    public async Task Get_PlansOfARepository_AreItsPatterns()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        JsonNode model = Assert.Single((await Get(http, "plans"))["models"]!.AsArray())!;
        PatternSet set = PatternFile.Read(Path.Combine(repository.Folder, PlannedRepository.Name, "1", PatternFile.Name));
        JsonArray rows = model["patterns"]!.AsArray();
        Assert.Equal(set.Patterns.Select(p => (p.Cut, p.Level, p.SegmentBytes, p.CutTensorBytes)), rows.Select(r => ((int)r!["cut"]!, (double)r["level"]!, (long)r["segment_bytes"]!, (long)r["cut_tensor_bytes"]!)));
        Assert.All(set.Patterns.Zip(rows), p => Assert.Equal(p.First.WeightBits, p.Second!["weight_bits"]!.AsArray().Select(b => (int)b!)));
        Assert.Equal(set.Layers.Select(l => l.Macs), model["layers"]!.AsArray().Select(l => (long)l!["macs"]!));
        (double Time, double Loss, bool OnFront)[] points = [.. rows.Select(r => ((double)r!["predicted"]!["total_seconds"]!, (double)r["calibration_drop_high_points"]!, (bool)r["on_front"]!))];
        Assert.All(points, p => Assert.Equal(p.OnFront, !points.Any(o => o.Time <= p.Time && o.Loss <= p.Loss && (o.Time < p.Time || o.Loss < p.Loss))));
        Assert.Contains(points, p => p.OnFront);
    }

    [Fact]
    public async Task Get_Cuts_AreThoseOfTheCutMap()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        JsonNode part = Assert.Single((await Get(http, "models/mlp/cuts"))["parts"]!.AsArray())!;
        Cut[] cuts = [.. CutMap.Of(repository.Model).Find().Cuts];
        JsonArray rows = part["cuts"]!.AsArray();
        Assert.Equal(cuts.Select(c => (c.Name, c.Bytes, c.HeadMacs, c.TailMacs, c.HeadParameters)), rows.Skip(1).SkipLast(1).Select(r => ((string)r!["name"]!, (long?)r["bytes"], (long)r["head_macs"]!, (long)r["tail_macs"]!, (long)r["head_parameters"]!)));
        Assert.Equal((0L, (long)part["macs"]!), ((long)rows[0]!["head_macs"]!, (long)rows[^1]!["head_macs"]!));
    }

    [Fact]
    public async Task Get_PlanFolder_ShowsTiersLinksDecisionAndCutsOfItsParts()
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First]);
        File.WriteAllText(Path.Combine(_folder, "decision.json"), """{ "path": "/secret", "summary": "said", "pareto": [ { "name": "a", "metrics": { "latency": 1 } } ], "chosen": null }""");
        await using StageServer server = await StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = "cloud", Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        JsonNode plan = Assert.Single((await Get(http, "plans"))["plans"]!.AsArray())!;
        Assert.Equal(("net", folder.Sha256[..16], "cloud", "said"), ((string?)plan["model"], (string?)plan["tag"], (string?)plan["tier"], (string?)plan["decision"]!["summary"]));
        Assert.Null(plan["decision"]!["path"]);
        Assert.Equal(folder.Manifest.Links[0].Tensors.Select(t => (t.Name, (long)t.Bytes)), plan["links"]![0]!["tensors"]!.AsArray().Select(t => ((string)t!["name"]!, (long)t["bytes"]!)));
        Assert.Equal(["device", "cloud"], (await Get(http, "models/net/cuts"))["parts"]!.AsArray().Select(p => (string?)p!["tier"]));
        Assert.Equal(("tier", "cloud"), ((string?)(await Get(http, "overview"))["kind"], (string?)(await Get(http, "overview"))["tier"]));
        File.WriteAllText(Path.Combine(_folder, "decision.json"), "{ half");
        Assert.Null((await Get(http, "plans"))["plans"]![0]!["decision"]);
    }

    [Fact]
    public async Task Get_Page_IsOfThisServerOnly()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        using HttpResponseMessage page = await http.GetAsync("");
        Assert.Equal(("text/html", "nosniff"), (page.Content.Headers.ContentType!.MediaType, page.Headers.GetValues("X-Content-Type-Options").Single()));
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
        string text = await page.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("<script[^>]*>[^<]|<style|://| on[a-z]+=", text);
        foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(text, "(?:src|href)=\"([^#\"]+)\""))
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(link.Groups[1].Value)).StatusCode);
    }

    /// <summary>Requests are counted when they are answered, so a client may be faster.</summary>
    private static async Task<JsonNode> Until(HttpClient http, string path, Func<JsonNode, bool> isThere)
    {
        JsonNode answer = await Get(http, path);
        for (int i = 0; i < 100 && !isThere(answer); i++)
        {
            await Task.Delay(20);
            answer = await Get(http, path);
        }

        return answer;
    }

    private static async Task<JsonNode> Get(HttpClient http, string path) => (await http.GetFromJsonAsync<JsonNode>($"fulcrum/v1/{path}"))!;

    private Task<FulcrumServer> Start() => FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
}
