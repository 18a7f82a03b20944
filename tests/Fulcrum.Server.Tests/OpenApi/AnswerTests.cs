using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Releases;
using Fulcrum.Server.Access;
using Fulcrum.Server.Tests.Access;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Server.Tests.OpenApi;

/// <summary>What servers really answer, held against what their documents promise: every route, with an answer and with an error.</summary>
public sealed class AnswerTests(PlannedRepository repository) : IDisposable
{
    private const string Own = "fulcrum/v1";
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-answers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Answers_OfARepository_AreAsDocumented()
    {
        string models = Path.Combine(_folder, "models");
        V2Models.Write(models, "scale", V2Models.Scale(2));
        V2Models.Write(models, "text", V2Models.Same(Graphs.ElementType.String));
        Copy(Path.Combine(repository.Folder, PlannedRepository.Name), Path.Combine(models, PlannedRepository.Name));
        Directory.CreateDirectory(Path.Combine(models, "broken", "1"));
        System.IO.File.WriteAllText(Path.Combine(models, "broken", "1", "model.onnx"), "no model");
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = models, Url = "http://127.0.0.1:0", ModelControl = true, LoadModels = ["scale", "text", "broken", PlannedRepository.Name] });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        ApiContract contract = await ApiContract.Of(http);
        await Common(contract, http);
        Assert.Equal(503, await Status(contract, http, "GET", "v2/health/ready"));
        foreach (string path in new[] { "v2", "v2/models/scale", "v2/models/scale/versions/1", "v2/models/scale/ready", "v2/models/text/versions/1/ready", "v2/models/stats", $"{Own}/models/mlp", $"{Own}/models/mlp/cuts" })
            Assert.Equal(200, await Status(contract, http, "GET", path));
        foreach (string path in new[] { "v2/models/none", "v2/models/scale/versions/9", "v2/models/none/ready", "v2/models/scale/versions/9/ready", "v2/models/none/stats", "v2/models/scale/versions/9/stats", $"{Own}/models/none", $"{Own}/models/none/cuts", $"{Own}/segments/{new string('0', 64)}" })
            Assert.Equal(404, await Status(contract, http, "GET", path));
        Assert.Equal((503, 503), (await Status(contract, http, "GET", "v2/models/broken/ready"), await Status(contract, http, "GET", "v2/models/broken")));
        await Infer(contract, http);
        foreach (string path in new[] { "v2/models/scale/stats", "v2/models/scale/versions/1/stats", $"{Own}/latency", $"{Own}/overview" })
            Assert.Equal(200, await Status(contract, http, "GET", path));
        await Plan(contract, http);
        foreach ((string path, string body, int status) in new[] { ("index", """{ "ready": true }""", 200), ("index", "", 200), ("index", "[", 400), ("models/scale/load", "", 200), ("models/none/load", "", 404), ("models/broken/load", "", 400), ("models/broken/unload", "", 200), ("models/scale/unload", "{}", 200), ("models/scale/unload", "", 404) })
            Assert.Equal(status, await Status(contract, http, "POST", $"v2/repository/{path}", new StringContent(body)));
        Assert.Equal(200, await Status(contract, http, "GET", "v2/health/ready"));
        RequireAll(contract);
    }

    [Fact]
    public async Task Answers_OfATier_AreAsDocumented()
    {
        string path = Path.Combine(_folder, "plan");
        PlanFolder folder = StagePlans.Write(path, ["device", "edge", "cloud"], [StagePlans.First, StagePlans.Second], (_, _) => PlanCoding.Plain);
        await using StageServer server = await StageServer.StartAsync(new StageServerOptions { Plan = path, Tier = "edge", Next = new Uri("http://127.0.0.1:1"), Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        ApiContract contract = await ApiContract.Of(http);
        await Common(contract, http);
        Assert.Equal((200, 404), (await Status(contract, http, "GET", $"{Own}/models/net/cuts"), await Status(contract, http, "GET", $"{Own}/models/none/cuts")));
        Assert.Equal((404, 404), (await Status(contract, http, "GET", $"{Own}/plans/net/release"), await Status(contract, http, "GET", $"{Own}/objects/{new string('0', 64)}")));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ReleaseFolder.Write(path, "net", [PlanFolder.FileName, folder.Manifest.Tiers[0].Segments[0].File], null, DateTimeOffset.UnixEpoch, null, key);
        Assert.Equal(200, await Status(contract, http, "GET", $"{Own}/plans/net/release"));
        await File(contract, http, $"{Own}/objects/{folder.Manifest.Tiers[0].Segments[0].Sha256}");
        Assert.Equal((400, 404), (await Status(contract, http, "POST", $"{Own}/plans/net/run", new ByteArrayContent([1, 2, 3])), await Status(contract, http, "POST", $"{Own}/plans/none/run", new ByteArrayContent([1]))));
        byte[] frame = Frame(folder.Manifest.Links[0].Tensors, folder.Tag);
        Assert.Equal(502, await Status(contract, http, "POST", $"{Own}/plans/net/run", new ByteArrayContent(frame)));
        Assert.Equal(409, await Status(contract, http, "POST", $"{Own}/plans/net/run", new ByteArrayContent(Frame(folder.Manifest.Links[0].Tensors, 5))));
        await using StageServer cloud = await StageServer.StartAsync(new StageServerOptions { Plan = path, Tier = "cloud", Url = "http://127.0.0.1:0" });
        using var last = new HttpClient { BaseAddress = cloud.Urls[0] };
        Assert.Equal(200, await Status(contract, last, "POST", $"{Own}/plans/net/run", new ByteArrayContent(Frame(folder.Manifest.Links[1].Tensors, folder.Tag))));
        RequireAll(contract);
    }

    [Theory]
    [InlineData("none", 401)]
    [InlineData("device", 403)]
    public async Task Answers_ToThoseWhoMayNot_AreAsDocumented(string who, int status)
    {
        using var authority = new Authority();
        (string device, string first) = BearerToken.New("camera", isOperator: false);
        (string chief, string second) = BearerToken.New("chief", isOperator: true);
        System.IO.File.WriteAllText(authority.PathOf("tokens"), $"{first}\n{second}\n");
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0", ModelControl = true, Access = new AccessOptions { Tokens = authority.PathOf("tokens") } });
        using HttpClient op = new() { BaseAddress = server.Urls[0], DefaultRequestHeaders = { Authorization = new("Bearer", chief) } }, http = new() { BaseAddress = server.Urls[0] };
        http.DefaultRequestHeaders.Authorization = who == "none" ? null : new("Bearer", device);
        ApiContract contract = await ApiContract.Of(op);
        var refused = contract.Operations.Where(o => (string?)o.Operation["x-fulcrum-audience"] is string audience && (audience == "operator" || (who == "none" && audience == "device"))).ToArray();
        Assert.True(refused.Length > 5);
        foreach ((string method, string path, _) in refused)
            Assert.Equal(status, await Status(contract, http, method, path.Replace("{cut}", "1", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Contract_AnswerThatIsNotAsDocumented_IsFound()
    {
        await using V2Site site = await V2Site.Scale();
        ApiContract contract = await ApiContract.Of(site.Http);
        JsonNode schema = contract.Document["paths"]!["/v2"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
        contract.Validate(schema, """{"name":"fulcrum","version":"1","extensions":[]}""", "good");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => contract.Validate(schema, """{"name":"fulcrum","version":1,"extensions":[]}""", "bad"));
    }

    private static async Task Common(ApiContract contract, HttpClient http)
    {
        foreach ((string method, string path, int status) in new[]
        {
            ("GET", "openapi.json", 200), ("GET", "metrics", 200), ("GET", "v2/health/live", 200), ("GET", "v2/health/ready", 0), ("GET", "/", 200), ("GET", "assets/dashboard.js", 200), ("GET", "assets/dashboard.css", 200), ("GET", "assets/icon.svg", 200),
            ("GET", $"{Own}/probe?bytes=10", 200), ("GET", $"{Own}/probe?bytes=x", 400), ("POST", $"{Own}/probe", 204), ("GET", $"{Own}/access", 200), ("GET", $"{Own}/overview", 200), ("GET", $"{Own}/latency", 200), ("GET", $"{Own}/latency?seconds=1", 400), ("GET", $"{Own}/devices", 200), ("GET", $"{Own}/plans", 200),
        })
        {
            int answered = await Status(contract, http, method, path);
            Assert.True(status == answered || status == 0, $"{path} answers {answered}");
        }

        using HttpResponseMessage page = await http.GetAsync($"{Own}/access");
        var again = new HttpRequestMessage(HttpMethod.Get, $"{Own}/access") { Headers = { IfNoneMatch = { page.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await contract.Send(http, again)).StatusCode);
        const string Report = """{ "model": "m", "plan": "p", "seconds": 1, "requests": 1, "phases": [{ "phase": "total", "mean_ms": 1, "p50_ms": 1, "p95_ms": 1, "p99_ms": 1 }], "links": [{ "from": "a", "to": "b", "bits_per_second": null, "round_trip_ms": 1 }] }""";
        Assert.Equal((204, 400, 413), (await Status(contract, http, "POST", $"{Own}/devices/a/report", new StringContent(Report)), await Status(contract, http, "POST", $"{Own}/devices/a/report", new StringContent("{}")), await Status(contract, http, "POST", $"{Own}/devices/a/report", new ByteArrayContent(new byte[70_000]))));
        Assert.Equal(200, await Status(contract, http, "GET", $"{Own}/devices"));
    }

    private static async Task Infer(ApiContract contract, HttpClient http)
    {
        const string Json = """{ "id": "7", "inputs": [ { "name": "x", "shape": [1, 4], "datatype": "FP32", "data": [[1, 2.5, 3, 4]] } ] }""";
        const string Texts = """{ "inputs": [ { "name": "x", "shape": [1, 2], "datatype": "BYTES", "data": ["a", "b"] } ] }""";
        foreach (string path in new[] { "v2/models/scale/infer", "v2/models/scale/versions/1/infer" })
        {
            Assert.Equal((200, 400), (await Status(contract, http, "POST", path, new StringContent(Json)), await Status(contract, http, "POST", path, new StringContent("""{ "inputs": [] }"""))));
            var binary = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[16]), Headers = { { "Inference-Header-Content-Length", "0" } } };
            using HttpResponseMessage answer = await contract.Send(http, binary);
            Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
            var late = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Json), Headers = { { "Fulcrum-Deadline-Ms", "0" } } };
            Assert.Equal(503, (int)(await contract.Send(http, late)).StatusCode);
            var packed = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Json) { Headers = { ContentEncoding = { "gzip" } } } };
            Assert.Equal(415, (int)(await contract.Send(http, packed)).StatusCode);
        }

        Assert.Equal((200, 404), (await Status(contract, http, "POST", "v2/models/text/infer", new StringContent(Texts)), await Status(contract, http, "POST", "v2/models/none/infer", new StringContent(Json))));
        JsonNode schema = contract.Document["components"]!["schemas"]!["InferRequest"]!;
        contract.Validate(schema, Json, "request");
        contract.Validate(schema, Texts, "request");
    }

    private static async Task Plan(ApiContract contract, HttpClient http)
    {
        using HttpResponseMessage plan = await contract.Send(http, new HttpRequestMessage(HttpMethod.Post, $"{Own}/models/mlp/plan") { Content = new StringContent("""{ "cut": 1, "level": 5 }""") });
        var made = (PlanMessage)System.Text.Json.JsonSerializer.Deserialize(await plan.Content.ReadAsStringAsync(), ContractJson.Default.PlanMessage)!;
        Assert.Equal(200, await Status(contract, http, "POST", $"{Own}/models/mlp/plan", new StringContent("""{ "cut": 0, "level": 5 }""")));
        foreach ((string body, int status) in new[] { ("""{ "more": 1 }""", 400), ("""{ "cut": 99, "level": 5 }""", 0), ("""{ "device_memory_bytes": 1, "raw_input_stays": true }""", 422) })
            Assert.True(await Status(contract, http, "POST", $"{Own}/models/mlp/plan", new StringContent(body)) is var answered && (answered == status || status == 0), $"{body}: {answered}");
        await File(contract, http, $"{Own}/segments/{made.Segment!.Id}");
        string second = $"{Own}/models/mlp/versions/1/cuts/0/infer";
        Assert.Equal(200, await Status(contract, http, "POST", $"{second}?level=0&samples=1", new ByteArrayContent(new byte[4 * 784])));
        Assert.Equal((400, 400), (await Status(contract, http, "POST", $"{second}?level=0&samples=2", new ByteArrayContent(new byte[1])), await Status(contract, http, "POST", second, new ByteArrayContent([]))));
        Assert.Equal(404, await Status(contract, http, "POST", $"{Own}/models/mlp/versions/2/cuts/0/infer?level=0&samples=1", new ByteArrayContent([])));
    }

    private static async Task File(ApiContract contract, HttpClient http, string path)
    {
        using HttpResponseMessage whole = await contract.Send(http, new HttpRequestMessage(HttpMethod.Get, path));
        Assert.Equal((HttpStatusCode.OK, "bytes"), (whole.StatusCode, whole.Headers.AcceptRanges.Single()));
        foreach ((long from, HttpStatusCode status) in new[] { (10L, HttpStatusCode.PartialContent), (1L << 40, HttpStatusCode.RequestedRangeNotSatisfiable) })
        {
            var part = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(from, null), IfRange = new RangeConditionHeaderValue(whole.Headers.ETag!) } };
            using HttpResponseMessage answer = await contract.Send(http, part);
            Assert.Equal(status, answer.StatusCode);
            Assert.NotNull(answer.Content.Headers.ContentRange);
        }

        var same = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { whole.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await contract.Send(http, same)).StatusCode);
    }

    /// <summary>Every operation was answered, and each that a device or an operator may call wrongly was refused once (those whose only errors are of credentials are refused in another test).</summary>
    private static void RequireAll(ApiContract contract)
    {
        foreach ((_, _, JsonObject operation) in contract.Operations)
        {
            string id = (string)operation["operationId"]!;
            Assert.True(contract.Seen.Any(s => s.Id == id && s.Status < 400) || id == "runTier", $"{id} was not answered");
            bool mayFail = operation["responses"]!.AsObject().Any(r => r.Key is "400" or "404" or "422");
            Assert.True(!mayFail || id == "probeUp" || contract.Seen.Any(s => s.Id == id && s.Status >= 400), $"{id} was not refused");
        }
    }

    private static async Task<int> Status(ApiContract contract, HttpClient http, string method, string path, HttpContent? content = null)
    {
        using HttpResponseMessage response = await contract.Send(http, new HttpRequestMessage(new HttpMethod(method), path) { Content = content });
        return (int)response.StatusCode;
    }

    private static byte[] Frame(IReadOnlyList<ManifestTensor> tensors, ulong tag)
    {
        byte[] frame = new byte[PlanFrame.HeaderBytes + tensors.Sum(t => PlanFrame.LengthBytes + (int)t.Bytes)];
        int at = PlanFrame.HeaderBytes;
        foreach (ManifestTensor tensor in tensors)
        {
            BitConverter.TryWriteBytes(frame.AsSpan(at), (int)tensor.Bytes);
            at += PlanFrame.LengthBytes + (int)tensor.Bytes;
        }

        PlanFrame.Seal(frame, tag);
        return frame;
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }
    }
}
