using Fulcrum.Device;
using Fulcrum.Protocol.Checksums;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Runtime;

namespace Fulcrum.Server.Tests;

/// <summary>A bit of a message is changed on its way between device and server: no wrong plan, no wrong tensor.</summary>
public sealed class ChangedBodyTests(PlannedRepository repository) : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("fulcrum-cache-").FullName;

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Infer_OneBitChanged_IsALinkThatFailedAndNeverAWrongAnswer(bool isUp)
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
        using var way = new ChangingHandler(new Random(7), isUp);
        using var http = new HttpClient(way) { BaseAddress = server.Urls[0] };
        var agent = new DeviceAgent(http, new OnnxRuntimeRunner(), new SegmentCache(_cache));
        float[] inputs = repository.Inputs(4);
        using PreparedPlan prepared = await agent.PrepareAsync(await agent.PlanAsync(PlannedRepository.Name, new PlanRequestMessage { Cut = 2, Level = 5 }));
        float[] expected = (await prepared.InferAsync(inputs, 4)).Outputs;
        way.Changes = true;
        for (int i = 0; i < 100; i++)
        {
            LinkException refused = await Assert.ThrowsAsync<LinkException>(() => prepared.InferAsync(inputs, 4));
            Assert.Contains("checksum", refused.Message, StringComparison.Ordinal);
        }

        way.Changes = false;
        Assert.Equal(expected, (await prepared.InferAsync(inputs, 4)).Outputs);
    }

    [Fact]
    public async Task Plan_OneBitOfTheAnswerChanged_IsNotTaken()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
        using var way = new ChangingHandler(new Random(8), isUp: false) { Changes = true };
        using var http = new HttpClient(way) { BaseAddress = server.Urls[0] };
        var agent = new DeviceAgent(http, new OnnxRuntimeRunner(), new SegmentCache(_cache));
        for (int i = 0; i < 50; i++)
            await Assert.ThrowsAsync<LinkException>(() => agent.PlanAsync(PlannedRepository.Name, new PlanRequestMessage { Cut = 2, Level = 5 }));
    }

    [Fact]
    public async Task Infer_AnswerToAnotherRequest_IsNotTaken()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        PlanMessage plan = await new DeviceAgent(http, new OnnxRuntimeRunner(), new SegmentCache(_cache)).PlanAsync(PlannedRepository.Name, new PlanRequestMessage { Cut = 2, Level = 5 });
        byte[] body = new byte[plan.CutTensor.BytesPerSample];
        async Task<string> Ask(string? said)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Routes.Infer(plan.Model, plan.Version, plan.Cut, plan.Level, 1)) { Content = new ByteArrayContent(body) };
            if (said is not null)
                request.Headers.Add(BodyChecksum.Header, said);
            using HttpResponseMessage response = await http.SendAsync(request);
            return response.IsSuccessStatusCode ? "taken" : await response.Content.ReadAsStringAsync();
        }

        Assert.Equal("taken", await Ask(null));
        Assert.Equal("taken", await Ask(BodyChecksum.Of(Routes.Infer(plan.Model, plan.Version, plan.Cut, plan.Level, 1), body)));
        Assert.Contains("body-damaged", await Ask(BodyChecksum.Of(Routes.Infer(plan.Model, plan.Version, plan.Cut, plan.Level, 2), body)), StringComparison.Ordinal);
    }

    [Fact]
    public void Checksum_KnownBytes_IsTheOneOfRfc3720() =>
        Assert.Equal("e3069283", BodyChecksum.Of("1234", "56789"u8));

    /// <summary>Changes one bit of what passes in one direction.</summary>
    private sealed class ChangingHandler(Random random, bool isUp) : DelegatingHandler(new SocketsHttpHandler())
    {
        public bool Changes { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Changes && isUp && request.Content is { } sent)
                request.Content = await ChangeAsync(sent, cancellationToken);
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (Changes && !isUp)
                response.Content = await ChangeAsync(response.Content, cancellationToken);
            return response;
        }

        private async Task<HttpContent> ChangeAsync(HttpContent content, CancellationToken cancellation)
        {
            byte[] bytes = await content.ReadAsByteArrayAsync(cancellation);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            var changed = new ByteArrayContent(bytes);
            changed.Headers.ContentType = content.Headers.ContentType;
            return changed;
        }
    }
}
