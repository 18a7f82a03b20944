using System.Net;
using System.Text;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Server.Tests;

/// <summary>Bad requests: each one 4xx problem document that names the place.</summary>
public sealed class RefusalTests(PlannedRepository repository)
{
    private const string Plan = "fulcrum/v1/models/mlp/plan", Infer = "fulcrum/v1/models/mlp/versions/1/cuts/1/infer";

    [Theory]
    [InlineData(Plan, "{\"link_bits_per_second\":-5}", 400, "request-out-of-range", "link.bits_per_second")]
    [InlineData(Plan, "{\"link_bits_per_second\":0}", 400, "request-out-of-range", "link.bits_per_second")]
    [InlineData(Plan, "{\"link_bits_per_second\":\"NaN\"}", 400, "json-malformed", "$.link_bits_per_second")]
    [InlineData(Plan, "{\"expected_requests\":1e999}", 400, "request-out-of-range", "expected_requests")]
    [InlineData(Plan, "{\"no_such_member\":1}", 400, "json-malformed", "$.no_such_member")]
    [InlineData(Plan, "{\"cut\":", 400, "json-malformed", "$.cut")]
    [InlineData(Plan, "null", 400, "json-malformed", "$")]
    [InlineData(Plan, "", 400, "json-malformed", "$")]
    [InlineData(Plan, "{\"cut\":99}", 422, "plan-infeasible", "cut")]
    [InlineData(Plan, "{\"device_memory_bytes\":10,\"raw_input_stays\":true}", 422, "plan-infeasible", "device.memory_bytes")]
    [InlineData("fulcrum/v1/models/nobody/plan", "{}", 404, "model-unknown", "name")]
    [InlineData("fulcrum/v1/models/..%2F..%2Fetc/plan", "{}", 404, "model-unknown", "name")]
    [InlineData("fulcrum/v1/models/mlp/versions/7/cuts/1/infer?level=0&samples=1", "x", 404, "version-unknown", "version")]
    [InlineData("fulcrum/v1/models/mlp/versions/1/cuts/6/infer?level=0&samples=1", "x", 404, "cut-unknown", "cut")]
    [InlineData("fulcrum/v1/models/mlp/versions/1/cuts/60/infer?level=0&samples=1", "x", 404, "pattern-unknown", "cut, level")]
    [InlineData(Infer + "?level=0.123&samples=1", "x", 404, "pattern-unknown", "cut, level")]
    [InlineData(Infer + "?level=zero&samples=1", "x", 400, "query-malformed", "level")]
    [InlineData(Infer + "?level=0&samples=0", "x", 400, "query-malformed", "samples")]
    [InlineData(Infer + "?level=0&samples=99999999", "x", 400, "query-malformed", "samples")]
    [InlineData(Infer + "?level=0&samples=1", "short", 400, "body-length", "body")]
    [InlineData("nothing/here", "x", 404, "route-unknown", "path")]
    public async Task Post_BadRequest_IsOneProblemDocument(string path, string body, int status, string code, string place)
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        using HttpResponseMessage response = await http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(ProblemMessage.MediaType, response.Content.Headers.ContentType!.MediaType);
        ProblemMessage problem = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), ContractJson.Default.ProblemMessage)!;
        Assert.Equal((code, place), (problem.Problems[0].Code, problem.Problems[0].Place));
        Assert.DoesNotContain("   at ", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_ChunkedBodyOfTheWrongLength_IsRefused()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        foreach (int length in new[] { 2047, 2049 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Infer + "?level=0&samples=1") { Content = new StreamContent(new MemoryStream(new byte[length])) };
            request.Headers.TransferEncodingChunked = true;
            using HttpResponseMessage response = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task Get_Segment_SupportsRangesAndRefusesStrangers()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(Routes.Segment(new string('0', 64)))).StatusCode);
        using HttpResponseMessage planned = await http.PostAsync(Plan, new StringContent("{\"cut\":1,\"level\":5}"));
        PlanMessage plan = JsonSerializer.Deserialize(await planned.Content.ReadAsByteArrayAsync(), ContractJson.Default.PlanMessage)!;
        byte[] whole = await http.GetByteArrayAsync(Routes.Segment(plan.Segment!.Id));
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.Segment(plan.Segment.Id)) { Headers = { Range = new(1000, null) } };
        using HttpResponseMessage rest = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(whole[1000..], await rest.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Get_HealthAndMetrics_Answer()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("v2/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("v2/health/ready")).StatusCode);
        string metrics = await http.GetStringAsync("metrics");
        Assert.Contains("fulcrum_requests_total{route=\"/v2/health/live\",status=\"200\"} 1", metrics);
        Assert.Contains("fulcrum_request_duration_seconds_bucket{route=\"/v2/health/ready\",le=\"+Inf\"} 1", metrics);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "url-not-private")]
    [InlineData("https://127.0.0.1:0", "tls-malformed")]
    [InlineData("ftp://127.0.0.1:0", "url-malformed")]
    [InlineData("nonsense", "url-malformed")]
    [InlineData("http://example.org:80", "url-malformed")]
    public async Task Start_AddressThatIsNotSafeOrNoAddress_IsRefused(string url, string code)
    {
        var refused = await Assert.ThrowsAsync<InputException>(() => FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = url }));
        Assert.Equal(code, Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public async Task Start_PortThatIsTaken_SaysSo()
    {
        await using FulcrumServer first = await Start();
        var refused = await Assert.ThrowsAsync<InputException>(() => FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = first.Urls[0].ToString() }));
        Assert.Equal("url-taken", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public async Task Start_RepositoryWithBrokenModels_NamesThemAll()
    {
        string folder = Directory.CreateTempSubdirectory("fulcrum-broken-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "a"));
        Directory.CreateDirectory(Path.Combine(folder, "b", "1"));
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "c", "1")).FullName, "model.onnx"), "no model");
        var refused = await Assert.ThrowsAsync<InputException>(() => FulcrumServer.StartAsync(new ServerOptions { Repository = folder }));
        Assert.Equal(["repository-version", "model-not-found", "onnx-malformed"], refused.Problems.Select(p => p.Code));
        Directory.Delete(folder, recursive: true);
        refused = await Assert.ThrowsAsync<InputException>(() => FulcrumServer.StartAsync(new ServerOptions { Repository = folder }));
        Assert.Equal("repository-missing", Assert.Single(refused.Problems).Code);
    }

    private Task<FulcrumServer> Start() => FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
}
