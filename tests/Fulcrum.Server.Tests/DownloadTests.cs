using Fulcrum.Device;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Segments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fulcrum.Server.Tests;

/// <summary>Downloads from a server that misbehaves on purpose.</summary>
public sealed class DownloadTests
{
    private static readonly byte[] Content = Bytes(300_000, 1);
    private static readonly SegmentMessage Wanted = new(SegmentWriter.Hash(Content), Content.Length, 1_000_000);
    private static readonly RetryOptions Quick = new() { Attempts = 3, FirstWait = TimeSpan.FromMilliseconds(5) };

    private static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> FetchAsync(Func<HttpContext, int, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        int calls = 0;
        app.Run(context => answer(context, Interlocked.Increment(ref calls)));
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return await new SegmentDownloader(http, Quick, TimeProvider.System).FetchAsync(Wanted, CancellationToken.None);
    }

    private static async Task SendAsync(HttpContext context, byte[] content, int from, int count, bool thenBreak)
    {
        context.Response.StatusCode = from > 0 ? 206 : 200;
        context.Response.ContentLength = content.Length - from;
        await context.Response.Body.WriteAsync(content.AsMemory(from, count));
        await context.Response.Body.FlushAsync();
        if (thenBreak)
            context.Abort();
    }

    private static int Start(HttpContext context) =>
        context.Request.Headers.Range.Count == 0 ? 0 : int.Parse(context.Request.Headers.Range.ToString().Replace("bytes=", "").TrimEnd('-'));

    [Fact]
    public async Task Fetch_ConnectionBreaksAgainAndAgain_ContinuesWhereItWas()
    {
        var starts = new List<int>();
        byte[] file = await FetchAsync(async (context, _) =>
        {
            int from = Start(context);
            lock (starts)
                starts.Add(from);
            int count = Math.Min(80_000, Content.Length - from);
            await SendAsync(context, Content, from, count, thenBreak: from + count < Content.Length);
        });
        Assert.Equal(Content, file);
        Assert.True(starts.Count >= 4 && starts.Zip(starts.Skip(1)).All(pair => pair.First <= pair.Second) && starts[^1] > 0, string.Join(",", starts));
    }

    [Fact]
    public async Task Fetch_ServerIgnoresRanges_StartsOverAndStillEndsRight()
    {
        byte[] file = await FetchAsync((context, call) => SendAsync(context, Content, 0, call == 1 ? 100_000 : Content.Length, thenBreak: call == 1));
        Assert.Equal(Content, file);
    }

    [Fact]
    public async Task Fetch_ServerBreaksWithoutAByteForever_GivesUpWithOneClearLine()
    {
        var failure = await Assert.ThrowsAsync<LinkException>(() => FetchAsync((context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        }));
        Assert.Equal("download", failure.Phase);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Fetch_OneBitFlipped_IsRefusedByHash()
    {
        byte[] flipped = [.. Content];
        flipped[12_345] ^= 0x10;
        Assert.Equal("segment-hash-mismatch", await CodeAsync((context, _) => SendAsync(context, flipped, 0, flipped.Length, false)));
    }

    [Fact]
    public async Task Fetch_ContentChangesBetweenRanges_IsRefusedByHash()
    {
        byte[] other = Bytes(Content.Length, 2);
        Assert.Equal("segment-hash-mismatch", await CodeAsync((context, call) =>
            SendAsync(context, call == 1 ? Content : other, Start(context), call == 1 ? 90_000 : Content.Length - Start(context), thenBreak: call == 1)));
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(400_000)]
    public async Task Fetch_OtherLengthThanPromised_IsRefused(int length)
    {
        byte[] other = Bytes(length, 3);
        Assert.Equal("segment-length", await CodeAsync((context, _) => SendAsync(context, other, 0, other.Length, false)));
    }

    [Fact]
    public async Task Fetch_ServerThatIsNoFulcrumServer_IsRefusedWithoutRetrying()
    {
        int calls = 0;
        Assert.Equal("server-refused", await CodeAsync((context, _) =>
        {
            calls++;
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }));
        Assert.Equal(1, calls);
    }

    private static async Task<string> CodeAsync(Func<HttpContext, int, Task> answer) =>
        Assert.Single((await Assert.ThrowsAsync<InputException>(() => FetchAsync(answer))).Problems).Code;
}
