using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Fulcrum.Device;
using Fulcrum.Protocol.Plans;
using Fulcrum.Runtime;
using Fulcrum.Server;
using Fulcrum.Server.Tests;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Tracing.Tests;

/// <summary>Traces from a device over two tiers to a collector, and what happens when the collector does not play along.</summary>
public sealed class TraceTests : IDisposable
{
    private const string Client = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Request = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-tracing-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_DeviceAndTwoTiers_IsOneTraceWithTheRightParents()
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "edge", "cloud"], [StagePlans.First, StagePlans.Second], (_, _) => PlanCoding.Compressed);
        await using FakeCollector collector = await FakeCollector.Start();
        await using (StageServer cloud = await Tier("cloud", null), edge = await Tier("edge", cloud.Urls[0]))
        {
            using SpanExport export = Export(collector.Url, ("OTEL_SERVICE_NAME", "plant 7"));
            using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), edge.Urls[0]);
            StagePlans.Input(1).CopyTo(MemoryMarshal.Cast<byte, float>(device.Input("x").Bytes));
            await device.RunAsync(TestContext.Current.CancellationToken);
            await Ended(export, collector, 13);
        }

        Span[] spans = [.. collector.Spans];
        Assert.Single(spans.Select(s => s.Trace).Distinct());
        Assert.All(spans, s => Assert.Equal(("plant 7", 32, 16, true), (s.Service, s.Trace.Length, s.Id.Length, s.End >= s.Start)));
        Span root = Assert.Single(spans, s => s.Parent.Length == 0);
        Assert.Equal(("infer", "net", folder.Sha256[..16], "0", "False"), (root.Name, root.Attributes["fulcrum.model"], root.Attributes["fulcrum.plan"], root.Attributes["fulcrum.plan_row"], root.Attributes["fulcrum.fallback"]));
        Span[] Below(Span parent) => [.. spans.Where(s => s.Parent == parent.Id).OrderBy(s => s.Start)];
        const string Route = "POST /fulcrum/v1/plans/{model}/run";
        Assert.Equal(["compute", "encode", Route], Below(root).Select(s => s.Name));
        Span first = Below(root)[2], edgeSpan = Assert.Single(Below(first));
        Assert.Equal((3, 2, Route), (first.Kind, edgeSpan.Kind, edgeSpan.Name));
        Assert.Equal(first.Attributes["http.request.body.size"], edgeSpan.Attributes["http.request.body.size"]);
        Assert.Equal(root.Attributes["fulcrum.bytes_up"], first.Attributes["http.request.body.size"]);
        Assert.Equal(("edge", "net", "200"), (edgeSpan.Attributes["fulcrum.tier"], edgeSpan.Attributes["fulcrum.model"], edgeSpan.Attributes["http.response.status_code"]));
        Assert.Equal(["read", "decode", "compute", "encode", Route, "send"], Below(edgeSpan).Select(s => s.Name));
        Span cloudSpan = Assert.Single(Below(Below(edgeSpan)[4]));
        Assert.Equal("cloud", cloudSpan.Attributes["fulcrum.tier"]);
        Assert.Equal(["read", "decode", "compute", "send"], Below(cloudSpan).Select(s => s.Name));
        Assert.All(collector.Requests, r => Assert.StartsWith("application/x-protobuf", r.MediaType, StringComparison.Ordinal));
        ulong now = (ulong)DateTimeOffset.UnixEpoch.AddTicks(TimeProvider.System.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks).ToUnixTimeMilliseconds() * 1_000_000;
        Assert.All(spans, s => Assert.InRange(s.Start, now - 60_000_000_000, now));
    }

    [Fact]
    public async Task Run_NextTierGone_TheSpansSaySo()
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First], (_, _) => PlanCoding.Plain);
        await using FakeCollector collector = await FakeCollector.Start();
        using (SpanExport export = Export(collector.Url))
        {
            using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), new Uri("http://127.0.0.1:1"));
            await Assert.ThrowsAsync<LinkException>(() => device.RunAsync(TestContext.Current.CancellationToken));
            await Ended(export, collector, 4);
        }

        Assert.Equal([("infer", 2), ("compute", 0), ("encode", 0), ("POST /fulcrum/v1/plans/{model}/run", 2)], collector.Spans.OrderBy(s => s.Start).Select(s => (s.Name, s.Status)));
        Assert.Equal(["Fulcrum.Device.LinkException", "System.Net.Http.HttpRequestException"], collector.Spans.Where(s => s.Status == 2).Select(s => s.Attributes["error.type"]).Order());
    }

    [Fact]
    public async Task Infer_WithAClientsTraceparent_ContinuesItsTrace()
    {
        await using FakeCollector collector = await FakeCollector.Start();
        await using FulcrumServer server = await Repository();
        using (SpanExport export = Export(collector.Url, ("OTEL_TRACES_SAMPLER", "parentbased_always_off")))
        {
            Assert.Equal(200, await Infer(server, Client));
            await Ended(export, collector, 3);
        }

        Span span = Assert.Single(collector.Spans, s => s.Kind == 2);
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "POST /v2/models/{name}/infer", "scale", "1"), (span.Trace, span.Parent, span.Name, span.Attributes["fulcrum.model"], span.Attributes["fulcrum.version"]));
        Assert.Contains(collector.Spans, s => s.Name == "compute" && s.Parent == span.Id);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("garbage")]
    [InlineData("|1.2.")]
    public async Task Infer_WithAMalformedTraceparent_StartsATraceOfItsOwn(string traceparent)
    {
        await using FakeCollector collector = await FakeCollector.Start();
        await using FulcrumServer server = await Repository();
        using (SpanExport export = Export(collector.Url))
        {
            Assert.Equal(200, await Infer(server, traceparent));
            await Ended(export, collector, 3);
        }

        Span span = Assert.Single(collector.Spans, s => s.Kind == 2);
        Assert.Equal(("", 32), (span.Parent, span.Trace.Length));
        Assert.NotEqual("0af7651916cd43dd8448eb211c80319c", span.Trace);
    }

    [Fact]
    public async Task Infer_Joined_TheRunIsLinkedToItsRequests()
    {
        await using FakeCollector collector = await FakeCollector.Start();
        await using FulcrumServer server = await Repository(o => o with { BatchSamples = 4, BatchDelay = TimeSpan.FromMilliseconds(300) });
        using (SpanExport export = Export(collector.Url))
        {
            int[] answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Infer(server, null)));
            Assert.All(answers, a => Assert.Equal(200, a));
            await Ended(export, collector, 13);
        }

        Span batch = Assert.Single(collector.Spans, s => s.Name == "batch");
        string[] requests = [.. collector.Spans.Where(s => s.Kind == 2).Select(s => s.Id).Order()];
        Assert.Equal(requests, batch.Links.Order());
        Assert.Contains(batch.Parent, requests);
        Assert.Equal(("3", "3"), (batch.Attributes["fulcrum.batch.requests"], batch.Attributes["fulcrum.batch.samples"]));
    }

    [Fact]
    public async Task Get_Refused_SaysWhyAndWhatLooksAtTheServerIsNotRecorded()
    {
        await using FakeCollector collector = await FakeCollector.Start();
        await using FulcrumServer server = await Repository();
        using (SpanExport export = Export(collector.Url))
        {
            using var http = new HttpClient { BaseAddress = server.Urls[0] };
            foreach (string path in new[] { "metrics", "v2/health/ready", "fulcrum/v1/overview", "v2/models/none" })
                await http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(503, await Infer(server, null, "0"));
            await Ended(export, collector, 2);
        }

        Assert.Equal(["GET /v2/models/{name}", "POST /v2/models/{name}/infer"], collector.Spans.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("model-unknown", 0), collector.Spans.Where(s => s.Name[0] == 'G').Select(s => (s.Attributes["error.type"], s.Status)).Single());
        Assert.Equal(("deadline-expired", 2, "0"), collector.Spans.Where(s => s.Name[0] == 'P').Select(s => (s.Attributes["error.type"], s.Status, s.Attributes["fulcrum.deadline_ms"])).Single());
    }

    [Theory]
    [InlineData("down")]
    [InlineData("refusing")]
    [InlineData("slow")]
    public async Task Infer_CollectorThatDoesNotTakeSpans_IsAnsweredAndDropsAreCounted(string how)
    {
        await using FakeCollector collector = await FakeCollector.Start();
        (collector.Status, collector.Delay) = (how == "refusing" ? 500 : 200, how == "slow" ? TimeSpan.FromSeconds(30) : TimeSpan.Zero);
        SpanExport export = Export(how == "down" ? new Uri("http://127.0.0.1:1") : collector.Url);
        await using FulcrumServer server = await Repository(o => o with { Spans = export.Counts });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        var watch = Stopwatch.StartNew();
        const int Requests = 800;
        await Parallel.ForAsync(0, Requests, async (_, _) => Assert.Equal(200, await Infer(server, null, http: http)));
        TimeSpan answered = watch.Elapsed;
        watch.Restart();
        export.Dispose();
        Assert.True(answered < TimeSpan.FromSeconds(25), $"{Requests} requests took {answered}");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"the end took {watch.Elapsed}");
        string metrics = await http.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        Assert.Contains("fulcrum_spans_exported_total 0\n", metrics);
        Assert.Contains($"fulcrum_spans_dropped_total{{reason=\"queue\"}} {export.Counts.Crowded}\n", metrics);
        Assert.Contains($"fulcrum_spans_dropped_total{{reason=\"collector\"}} {export.Counts.Failed}\n", metrics);
        Assert.True(export.Counts.Crowded + export.Counts.Failed > 2048, $"{export.Counts.Crowded} {export.Counts.Failed}");
        if (how == "slow")
            Assert.True(export.Counts.Crowded > 0);
        else
            Assert.True(export.Counts.Failed > 0);
    }

    [Fact]
    public async Task Infer_AShareOfTraces_IsRecorded()
    {
        await using FakeCollector collector = await FakeCollector.Start();
        await using FulcrumServer server = await Repository();
        using (SpanExport export = Export(collector.Url, ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.25")))
        {
            using var http = new HttpClient { BaseAddress = server.Urls[0] };
            for (int i = 0; i < 400; i++)
                await Infer(server, null, http: http);
        }

        Assert.InRange(collector.Spans.Count(s => s.Kind == 2), 60, 140);
        Assert.All(collector.Spans.GroupBy(s => s.Trace), t => Assert.Single(t, s => s.Kind == 2));
    }

    [Fact]
    public async Task Infer_WithHeadersForTheCollector_TheyAreSent()
    {
        await using FakeCollector collector = await FakeCollector.Start();
        await using FulcrumServer server = await Repository();
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_HEADERS", "x-key=secret");
        try
        {
            using SpanExport export = Export(collector.Url);
            await Infer(server, null);
            await Ended(export, collector, 3);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_HEADERS", null);
        }

        Assert.All(collector.Requests, r => Assert.Equal("secret", r.Header));
        Assert.NotEmpty(collector.Requests);
    }

    [Fact]
    public async Task Run_WithoutTracing_HandsTheClientsTraceOn()
    {
        StagePlans.Write(_folder, ["device", "edge", "cloud"], [StagePlans.First, StagePlans.First], (_, _) => PlanCoding.Plain);
        PlanFolder folder = PlanFolder.Read(_folder);
        using var next = new HttpListener();
        int port = Random.Next(20000, 40000);
        next.Prefixes.Add($"http://127.0.0.1:{port}/");
        next.Start();
        await using StageServer edge = await Tier("edge", new Uri($"http://127.0.0.1:{port}"));
        foreach ((string? sent, string? expected) in new[] { (Client, Client), (null, (string?)null) })
        {
            Task<HttpListenerContext> heard = next.GetContextAsync();
            using var http = new HttpClient { BaseAddress = edge.Urls[0] };
            using var request = new HttpRequestMessage(HttpMethod.Post, "fulcrum/v1/plans/net/run") { Content = new ByteArrayContent(Frame(folder)) };
            if (sent is not null)
            {
                request.Headers.Add("traceparent", sent);
                request.Headers.Add("tracestate", "maker=7");
            }

            Task<HttpResponseMessage> answer = http.SendAsync(request, TestContext.Current.CancellationToken);
            HttpListenerContext context = await heard.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            Assert.Equal((expected, expected is null ? null : "maker=7"), (context.Request.Headers["traceparent"], context.Request.Headers["tracestate"]));
            context.Response.StatusCode = 500;
            context.Response.Close();
            Assert.Equal(HttpStatusCode.BadGateway, (await answer).StatusCode);
        }
    }

    private static Random Random { get; } = new(Environment.ProcessId);

    private static byte[] Frame(PlanFolder folder)
    {
        IReadOnlyList<ManifestTensor> tensors = folder.Manifest.Links[0].Tensors;
        byte[] frame = new byte[PlanFrame.HeaderBytes + tensors.Sum(t => PlanFrame.LengthBytes + (int)t.Bytes)];
        for (int i = 0, at = PlanFrame.HeaderBytes; i < tensors.Count; at += PlanFrame.LengthBytes + (int)tensors[i++].Bytes)
            BitConverter.TryWriteBytes(frame.AsSpan(at), (int)tensors[i].Bytes);
        PlanFrame.Seal(frame, folder.Tag);
        return frame;
    }

    private static SpanExport Export(Uri url, params (string Name, string Value)[] environment) =>
        SpanExport.Start(TraceSettings.Read(url, "test", name => environment.FirstOrDefault(e => e.Name == name).Value))!;

    /// <summary>Waits until so many spans came, and ends the export.</summary>
    private static async Task Ended(SpanExport export, FakeCollector collector, int least)
    {
        for (int i = 0; i < 100 && collector.Spans.Count < least; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        export.Dispose();
        Assert.True(collector.Spans.Count >= least, string.Join(", ", collector.Spans.Select(s => s.Name)));
        Assert.Equal((collector.Spans.Count, 0, 0), (export.Counts.Exported, export.Counts.Crowded, export.Counts.Failed));
    }

    private static async Task<int> Infer(FulcrumServer server, string? traceparent, string? deadline = null, HttpClient? http = null)
    {
        using var own = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using HttpClient? made = http is null ? new HttpClient(own) : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Urls[0], "v2/models/scale/infer")) { Content = new StringContent(Request) };
        if (traceparent is not null)
            request.Headers.TryAddWithoutValidation("traceparent", traceparent);
        if (deadline is not null)
            request.Headers.Add("Fulcrum-Deadline-Ms", deadline);
        using HttpResponseMessage response = await (http ?? made!).SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private Task<StageServer> Tier(string tier, Uri? next) => StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = tier, Next = next, Url = "http://127.0.0.1:0", Threads = 1 });

    private Task<FulcrumServer> Repository(Func<ServerOptions, ServerOptions>? change = null)
    {
        V2Models.Write(_folder, "scale", V2Models.Scale(2));
        var options = new ServerOptions { Repository = _folder, Url = "http://127.0.0.1:0", Threads = 1 };
        return FulcrumServer.StartAsync(change?.Invoke(options) ?? options);
    }
}
