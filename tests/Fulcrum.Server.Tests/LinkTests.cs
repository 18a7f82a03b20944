using System.Diagnostics;
using System.Net;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Stages.Links;

namespace Fulcrum.Server.Tests;

/// <summary>Imitated links: never faster than they say, and nothing lost. Only lower bounds are checked; how exact they are is measured by `profile` (docs/plan-folder.md).</summary>
public sealed class LinkTests(PlannedRepository repository)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(20, null, 0, 400)]
    [InlineData(null, 40, 0, 200)]
    [InlineData(20, 40, 50, 650)]
    public async Task Transfer_Megabyte_TakesAtLeastTheLinksTime(int? up, int? down, int roundTrip, int leastMs)
    {
        await using FulcrumServer server = await Start();
        using var client = new LinkClient(server.Urls[0], new LinkShape(1e6 * up, 1e6 * down, TimeSpan.FromMilliseconds(roundTrip)), Patience);
        await client.Http.GetAsync(Routes.Live);
        long began = Stopwatch.GetTimestamp();
        using (HttpResponseMessage taken = await client.Http.PostAsync(Routes.ProbeUp, new ByteArrayContent(new byte[1_000_000])))
            Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.Equal(1_000_000, (await client.Http.GetByteArrayAsync(Routes.ProbeDown(1_000_000))).Length);
        Assert.True(Stopwatch.GetElapsedTime(began).TotalMilliseconds >= leastMs + roundTrip, $"{Stopwatch.GetElapsedTime(began)}");
    }

    [Fact]
    public async Task Transfer_ThroughAShapedLink_ArrivesUnchanged()
    {
        await using FulcrumServer server = await Start();
        using var plain = new HttpClient { BaseAddress = server.Urls[0] };
        using var client = new LinkClient(server.Urls[0], new LinkShape(80e6, 80e6, TimeSpan.FromMilliseconds(2)), Patience);
        byte[] expected = await plain.GetByteArrayAsync(Routes.ProbeDown(700_001));
        Assert.Equal(expected, await client.Http.GetByteArrayAsync(Routes.ProbeDown(700_001)));
        byte[][] both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.Http.GetByteArrayAsync(Routes.ProbeDown(200_000))));
        Assert.All(both, b => Assert.Equal(expected[..200_000], b));
    }

    [Fact]
    public async Task Request_ServerGoesAway_FailsInsteadOfWaiting()
    {
        FulcrumServer server = await Start();
        using var client = new LinkClient(server.Urls[0], new LinkShape(null, null, TimeSpan.FromMilliseconds(2)), Patience);
        await client.Http.GetAsync(Routes.Live);
        await server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Http.GetAsync(Routes.Live));
    }

    [Fact]
    public async Task Request_SmallAfterIdle_TakesARoundTripEachTime()
    {
        await using FulcrumServer server = await Start();
        using var client = new LinkClient(server.Urls[0], new LinkShape(null, null, TimeSpan.FromMilliseconds(25)), Patience);
        await client.Http.GetAsync(Routes.Live);
        for (int i = 0; i < 5; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await client.Http.GetAsync(Routes.Live);
            Assert.True(Stopwatch.GetElapsedTime(began).TotalMilliseconds >= 25, $"{Stopwatch.GetElapsedTime(began)}");
        }
    }

    [Fact]
    public async Task Request_ThroughALossyLink_ArrivesUnchangedButLate()
    {
        await using FulcrumServer server = await Start();
        using var plain = new HttpClient { BaseAddress = server.Urls[0] };
        using var client = new LinkClient(server.Urls[0], new LinkShape(null, null, TimeSpan.FromMilliseconds(4)) { Loss = 0.3, Seed = 5 }, Patience);
        byte[] expected = await plain.GetByteArrayAsync(Routes.ProbeDown(50_001));
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < 5; i++)
            Assert.Equal(expected, await client.Http.GetByteArrayAsync(Routes.ProbeDown(50_001)));
        Assert.True(Stopwatch.GetElapsedTime(began).TotalMilliseconds >= 204, $"{Stopwatch.GetElapsedTime(began)}");
    }

    [Fact]
    public async Task Request_ThroughALinkWithJitter_VariesAroundItsMedian()
    {
        await using FulcrumServer server = await Start();
        using var client = new LinkClient(server.Urls[0], new LinkShape(null, null, TimeSpan.FromMilliseconds(5)) { Jitter = new LinkJitter(0.02, 0.1), Seed = 2 }, Patience);
        await client.Http.GetAsync(Routes.Live);
        var times = new List<double>();
        for (int i = 0; i < 21; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await client.Http.GetAsync(Routes.Live);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Assert.True(times[0] >= 5 && times[10] >= 15 && times[20] - times[0] > 20, string.Join(' ', times));
    }

    private Task<FulcrumServer> Start() => FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0" });
}
