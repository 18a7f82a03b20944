using System.Net;
using System.Text.Json;
using Fulcrum.Device;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Server.Tests;

/// <summary>Measuring the link to a server, and what the server refuses to carry.</summary>
public sealed class ProbeTests(PlannedRepository repository)
{
    [Fact]
    public async Task Measure_Loopback_GivesRatesAndRoundTrip()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        var told = new List<WorkProgress>();
        LinkMeasurement link = await new LinkProbe(http).MeasureAsync(10, new Told(told));
        Assert.InRange(link.UpBitsPerSecond, 1e6, 1e12);
        Assert.InRange(link.DownBitsPerSecond, 1e6, 1e12);
        Assert.InRange(link.RoundTrip, TimeSpan.FromMicroseconds(1), TimeSpan.FromSeconds(1));
        Assert.True(link.Jitter >= TimeSpan.Zero);
        Assert.Equal((10, 10), (link.Probes, (int)told[^1].Done));
        string metrics = await http.GetStringAsync("metrics");
        Assert.Contains("fulcrum_requests_total{route=\"/fulcrum/v1/probe\",status=\"204\"}", metrics);
        Assert.Contains("fulcrum_requests_total{route=\"/fulcrum/v1/probe\",status=\"200\"}", metrics);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_537)]
    [InlineData(Routes.LargestProbe)]
    public async Task Get_SoManyBytes_AnswersExactlyThose(int bytes)
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        Assert.Equal(bytes, (await http.GetByteArrayAsync(Routes.ProbeDown(bytes))).Length);
    }

    [Theory]
    [InlineData("?bytes=16777217")]
    [InlineData("?bytes=-1")]
    [InlineData("?bytes=many")]
    [InlineData("")]
    public async Task Get_MoreThanTheLimitOrNoNumber_IsRefused(string query)
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        using HttpResponseMessage response = await http.GetAsync(Routes.ProbeUp + query);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("query-malformed", JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), ContractJson.Default.ProblemMessage)!.Problems[0].Code);
    }

    [Fact]
    public async Task Post_AsMuchAsTheLimit_IsTakenAndMoreIsRefused()
    {
        await using FulcrumServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        using HttpResponseMessage taken = await http.PostAsync(Routes.ProbeUp, new ByteArrayContent(new byte[Routes.LargestProbe]));
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.ProbeUp) { Content = new ByteArrayContent(new byte[Routes.LargestProbe + 1]) };
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage refused = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Fact]
    public async Task Measure_NobodyThere_SaysSo()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1") };
        Assert.Equal("probe", (await Assert.ThrowsAsync<LinkException>(() => new LinkProbe(http).MeasureAsync())).Phase);
    }

    private Task<FulcrumServer> Start() => FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });

    private sealed class Told(List<WorkProgress> list) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => list.Add(value);
    }
}
