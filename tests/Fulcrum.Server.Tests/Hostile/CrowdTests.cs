using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Server.Tests.Hostile;

/// <summary>Many clients that are slow, half gone or dead: others are served, and what they held comes back.</summary>
public sealed class CrowdTests
{
    private const string Json = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}""";
    private static readonly byte[] Head = Encoding.ASCII.GetBytes($"POST /v2/models/scale/infer HTTP/1.1\r\nHost: x\r\nContent-Length: {Json.Length + 16}\r\nInference-Header-Content-Length: {Json.Length}\r\n\r\n{Json}");
    private static readonly byte[] Whole = [.. Head, .. new byte[16]];

    private static ServerLimits Limits => new() { BodyGrace = TimeSpan.FromSeconds(1.5) };

    /// <summary>More slow bodies than the model's queue is long: those who send at once are answered in between.</summary>
    [Fact]
    public async Task SlowBodies_MoreThanTheQueue_DoNotKeepOthersOut()
    {
        await using V2Site site = await V2Site.Scale(o => o with { Limits = Limits, MaxQueue = 64 });
        await Ask(site, 4);
        int handles = Handles();
        TcpClient[] slow = await Crowd(site, 200);
        foreach (TcpClient client in slow)
            await RawHttp.Write(client, Head[..^20]);
        Task drip = Task.Run(async () =>
        {
            for (int i = 0; i < 5; i++)
            {
                await Task.Delay(200);
                foreach (TcpClient client in slow)
                    await RawHttp.Write(client, Head[(Head.Length - 20 + i)..(Head.Length - 19 + i)]);
            }
        });
        await Ask(site, 20);
        await drip;
        await Ask(site, 20);
        foreach (TcpClient client in slow)
        {
            string answer = Encoding.Latin1.GetString(await RawHttp.Read(client, 6));
            Assert.All(RawHttp.Statuses(answer), s => Assert.Equal(408, s));
            client.Dispose();
        }

        await Settles(site, handles);
    }

    [Theory]
    [InlineData("half closed before the end")]
    [InlineData("half closed after it")]
    [InlineData("reset mid-body")]
    [InlineData("gone mid-answer")]
    [InlineData("gone after the headers")]
    [InlineData("gone at once")]
    public async Task Clients_ThatGo_LeaveNothingBehind(string how)
    {
        await using V2Site site = await V2Site.Scale(o => o with { Limits = Limits });
        await Ask(site, 4);
        int handles = Handles();
        for (int round = 0; round < 3; round++)
        {
            TcpClient[] clients = await Crowd(site, 60);
            await Task.WhenAll(clients.Select(c => Go(c, how)));
            await Ask(site, 5);
        }

        await Settles(site, handles);
        string metrics = await site.Http.GetStringAsync("metrics");
        Assert.DoesNotContain("status=\"5", metrics, StringComparison.Ordinal);
    }

    /// <summary>CVE-2023-44487: streams that are opened and reset as fast as they go.</summary>
    [Fact]
    public async Task Http2_RapidReset_OthersAreServed()
    {
        await using V2Site site = await V2Site.Scale(o => o with { Http2Url = "http://127.0.0.1:0" });
        await Ask(site, 4);
        int handles = Handles();
        using (TcpClient attacker = await RawHttp.Connect(site.Server.Urls[1]))
        {
            var bytes = new MemoryStream();
            bytes.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
            Frame(bytes, 4, 0, 0, []);
            // :method GET, :scheme http, :path /, :authority x, by the static table.
            for (int i = 0; i < 20_000; i++)
            {
                int stream = (2 * i) + 1;
                Frame(bytes, 1, 5, stream, [0x82, 0x86, 0x84, 0x41, 0x01, (byte)'x']);
                Frame(bytes, 3, 0, stream, [0, 0, 0, 8]);
            }

            Task attack = RawHttp.Write(attacker, bytes.ToArray());
            await Ask(site, 20);
            await attack;
            await Ask(site, 20);
        }

        await Settles(site, handles);
        using var http2 = new HttpClient { BaseAddress = site.Server.Urls[1], DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Assert.Equal(HttpStatusCode.OK, (await http2.GetAsync("v2/health/live")).StatusCode);
    }

    /// <summary>CVE-2025-55315: a line end that is none inside of a chunk's extension must not begin another request.</summary>
    [Theory]
    [InlineData("2;\n\r\nab\r\n0\r\n\r\n")]
    [InlineData("2;a\nb\r\nab\r\n0\r\n\r\n")]
    [InlineData("2;\rx\r\nab\r\n0\r\n\r\n")]
    [InlineData("2 \n\r\nab\r\n0\r\n\r\n")]
    [InlineData("2\nab\r\n0\r\n\r\n")]
    [InlineData("-2\r\nab\r\n0\r\n\r\n")]
    [InlineData("80000000\r\nab\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\nab\r\n0\r\n\r\n")]
    [InlineData("2\r\nabc\r\n0\r\n\r\n")]
    [InlineData("0x2\r\nab\r\n0\r\n\r\n")]
    [InlineData("2\r\nab\r\n0\r\nA: \0\r\n\r\n")]
    [InlineData("2\r\nab\r\n0\r\nA: \u00ff\u00fe\r\n\r\n")]
    public async Task Chunks_OfWrongForm_EndTheConnectionAndHideNoRequest(string chunks)
    {
        await using V2Site site = await V2Site.Scale();
        string answer = await RawHttp.Ask(site.Server.Urls[0], $"POST /fulcrum/v1/probe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n", 1);
        Assert.Equal([400], RawHttp.Statuses(answer));
        Assert.Equal([400], RawHttp.Statuses(await RawHttp.Ask(site.Server.Urls[0], "POST /fulcrum/v1/probe HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n")));
    }

    [Fact]
    public void Runtime_IsOneWithTheseMended() => Assert.True(Environment.Version >= new Version(10, 0, 0));

    /// <summary>server#8571: loading, unloading and asking at once.</summary>
    [Fact]
    public async Task LoadAndUnload_WhileOthersAsk_AnswersAreRightOrRefusals()
    {
        await using V2Site site = await V2Site.Scale(o => o with { ModelControl = true, LoadModels = ["scale"] });
        using var over = new CancellationTokenSource();
        int right = 0, refused = 0;
        Task[] asking = [.. Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                V2Answer answer = await site.Infer("scale", $$"""{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[{{n}},2,3,4]}]}""");
                if (answer.Status == 200)
                {
                    Assert.Equal($"[{2 * n},4,6,8]", answer.Data());
                    Interlocked.Increment(ref right);
                }
                else
                {
                    Assert.True(answer.Status is 404 or 503, answer.Text);
                    Interlocked.Increment(ref refused);
                }
            }
        }))];
        var random = new Random(5);
        for (int i = 0; i < 150; i++)
        {
            string[] calls = random.Next(3) == 0 ? ["unload", "load"] : random.Next(2) == 0 ? ["load", "load"] : ["unload", "unload", "load"];
            await Task.WhenAll(calls.Select(async c => Assert.InRange((await site.Post($"v2/repository/models/scale/{c}", "")).Status, 200, 404)));
        }

        Assert.Equal(200, (await site.Post("v2/repository/models/scale/load", "")).Status);
        await Task.Delay(50);
        await over.CancelAsync();
        await Task.WhenAll(asking);
        Assert.True(right > 20, $"{right} right, {refused} refused");
        Assert.Equal("[2,4,6,8]", (await site.Infer("scale", """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""")).Data());
    }

    private static async Task Go(TcpClient client, string how)
    {
        switch (how)
        {
            case "half closed before the end":
                await RawHttp.Write(client, Head);
                client.Client.Shutdown(SocketShutdown.Send);
                await RawHttp.Read(client, 3);
                break;
            case "half closed after it":
                await RawHttp.Write(client, Whole);
                client.Client.Shutdown(SocketShutdown.Send);
                // Who closes is taken to have gone: there may be no answer, but no other one.
                Assert.All(RawHttp.Statuses(Encoding.Latin1.GetString(await RawHttp.Read(client, 3))), s => Assert.Equal(200, s));
                break;
            case "reset mid-body":
                await RawHttp.Write(client, Head);
                client.LingerState = new LingerOption(true, 0);
                break;
            case "gone mid-answer":
                await RawHttp.Write(client, Whole);
                client.LingerState = new LingerOption(true, 0);
                break;
            case "gone after the headers":
                await RawHttp.Write(client, Head[..120]);
                break;
        }

        client.Dispose();
    }

    private static Task<TcpClient[]> Crowd(V2Site site, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => RawHttp.Connect(site.Server.Urls[0])));

    private static async Task Ask(V2Site site, int times)
    {
        for (int i = 0; i < times; i++)
        {
            var started = Stopwatch.StartNew();
            V2Answer answer = await site.Infer("scale", Json, new byte[16]);
            Assert.True(answer.Status == 200, answer.Text);
            Assert.Equal(32, answer.Binary.Length);
            Assert.True(started.Elapsed < TimeSpan.FromSeconds(5), $"{started.Elapsed}");
        }
    }

    /// <summary>Handles are back to what they were, and nothing waits.</summary>
    private static async Task Settles(V2Site site, int handles)
    {
        var waited = Stopwatch.StartNew();
        string metrics;
        while ((metrics = await site.Http.GetStringAsync("metrics")).Contains("nv_inference_pending_request_count{model=\"scale\",version=\"1\"} 0", StringComparison.Ordinal) is false || Handles() > handles + 10)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(8), $"{Handles()} handles, {handles} before; {metrics}");
            await Task.Delay(50);
        }
    }

    private static int Handles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static void Frame(MemoryStream into, byte type, byte flags, int stream, byte[] payload)
    {
        into.Write([0, 0, (byte)payload.Length, type, flags, (byte)(stream >> 24), (byte)((stream >> 16) & 0xff), (byte)((stream >> 8) & 0xff), (byte)(stream & 0xff)]);
        into.Write(payload);
    }
}
