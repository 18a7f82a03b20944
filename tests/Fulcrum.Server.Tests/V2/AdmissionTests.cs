using System.Net.Sockets;
using System.Text;

namespace Fulcrum.Server.Tests.V2;

public sealed class AdmissionTests
{
    private const string Request = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}],"outputs":[{"name":"y"}]}""";

    /// <summary>A request that is taken in and whose body does not go on.</summary>
    private static async Task<TcpClient> Hold(V2Site site, string headers = "", int length = 1000, int pending = 1)
    {
        var client = new TcpClient();
        await client.ConnectAsync(site.Server.Urls[0].Host, site.Server.Urls[0].Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v2/models/scale/infer HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n{headers}\r\n{{"));
        await Until(async () => (await site.Http.GetStringAsync("metrics")).Contains("nv_inference_pending_request_count{model=\"scale\",version=\"1\"} " + pending));
        return client;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (int i = 0; i < 400 && !await holds(); i++)
            await Task.Delay(10);
        Assert.True(await holds());
    }

    [Fact]
    public async Task Infer_QueueFullOfRequests_Is503WithRetryAfter()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "loop", V2Models.Loop()), o => o with { MaxQueue = 1 });
        using (var over = new CancellationTokenSource())
        {
            Task<HttpResponseMessage> endless = site.Http.PostAsync("v2/models/loop/infer", new StringContent(Loop(long.MaxValue)), over.Token);
            await Until(async () => (await site.Http.GetStringAsync("metrics")).Contains("nv_inference_pending_request_count{model=\"loop\",version=\"1\"} 1"));
            await Task.Delay(100);
            V2Answer answer = await site.Infer("loop", Loop(1));
            Assert.Equal((503, "request: The model's queue is full."), (answer.Status, answer.Error));
            Assert.Equal("1", answer.Response.Headers.RetryAfter!.ToString());
            await over.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        }

        await Until(async () => (await site.Infer("loop", Loop(1))).Status == 200);
        string metrics = await site.Http.GetStringAsync("metrics");
        Assert.Contains("nv_inference_request_failure{model=\"loop\",version=\"1\",reason=\"CANCELED\"} 1", metrics);
        Assert.DoesNotContain("reason=\"REJECTED\"} 0", metrics);
    }

    /// <summary>Bodies on their way are no queue, but as a crowd they are bounded too: 16 for each place.</summary>
    [Fact]
    public async Task Infer_BodiesOnTheirWay_LeaveOthersInUntilTheyAreACrowd()
    {
        await using V2Site site = await V2Site.Scale(o => o with { MaxQueue = 1 });
        var slow = new List<TcpClient>();
        for (int i = 1; i <= 15; i++)
            slow.Add(await Hold(site, pending: i));
        Assert.Equal(200, (await site.Infer("scale", Request)).Status);
        slow.Add(await Hold(site, pending: 16));
        Assert.Equal(503, (await site.Infer("scale", Request)).Status);
        slow.ForEach(c => c.Dispose());
        await Until(async () => (await site.Infer("scale", Request)).Status == 200);
    }

    private static string Loop(long trips) => $$"""{"inputs":[{"name":"trips","shape":[1],"datatype":"INT64","data":[{{trips}}]}]}""";

    [Fact]
    public async Task Infer_QueueFullOfBytes_Is503AlsoWhenTheyWereNotAnnounced()
    {
        await using V2Site site = await V2Site.Scale(o => o with { MaxQueueBytes = 1100 });
        using (await Hold(site))
        {
            foreach (bool chunked in new[] { false, true })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "v2/models/scale/infer") { Content = new StringContent(Request + new string(' ', 200)) };
                request.Headers.TransferEncodingChunked = chunked;
                Assert.Equal(503, (await V2Answer.Of(await site.Http.SendAsync(request))).Status);
            }
        }

        await Until(async () => (await site.Infer("scale", Request)).Status == 200);
    }

    [Fact]
    public async Task Infer_RequestsThatFailHalfRead_LeaveNothingInTheQueue()
    {
        await using V2Site site = await V2Site.Scale(o => o with { MaxQueueBytes = 1000 });
        for (int i = 0; i < 30; i++)
        {
            bool chunked = i % 2 == 0;
            V2Answer answer = await site.Infer("scale", """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}]}""", new byte[15], r => r.Headers.TransferEncodingChunked = chunked);
            Assert.Equal(400, answer.Status);
        }

        Assert.Equal(200, (await site.Infer("scale", Request)).Status);
    }

    [Fact]
    public async Task Infer_ClientOverItsOwnLimit_Is429WithRetryAfter()
    {
        await using V2Site site = await V2Site.Scale(o => o with { MaxClientRequests = 1 });
        using (await Hold(site))
        {
            V2Answer answer = await site.Infer("scale", Request);
            Assert.Equal((429, "1"), (answer.Status, answer.Response.Headers.RetryAfter!.ToString()));
        }

        await Until(async () => (await site.Infer("scale", Request)).Status == 200);
    }

    [Fact]
    public async Task Infer_DeadlineOverBeforeTheModelRuns_IsDropped()
    {
        await using V2Site site = await V2Site.Scale();
        using TcpClient client = await Hold(site, "Fulcrum-Deadline-Ms: 0.001\r\n", Encoding.UTF8.GetByteCount(Request));
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Request[1..]));
        byte[] answer = new byte[4096];
        int read = await client.GetStream().ReadAsync(answer);
        Assert.StartsWith("HTTP/1.1 503", Encoding.UTF8.GetString(answer, 0, read));
        string metrics = await site.Http.GetStringAsync("metrics");
        Assert.Contains("nv_inference_request_failure{model=\"scale\",version=\"1\",reason=\"REJECTED\"} 1", metrics);
        Assert.Contains("nv_inference_exec_count{model=\"scale\",version=\"1\"} 0", metrics);
    }

    [Fact]
    public async Task Infer_TimeoutWhileWaitingForOthers_IsDropped()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2), 1, "max_batch_size: 8\ndynamic_batching { max_queue_delay_microseconds: 100000 }"));
        Assert.Equal(503, (await site.Infer("scale", Request.Replace("{\"inputs\"", "{\"parameters\":{\"timeout\":1000},\"inputs\""))).Status);
        Assert.Equal(200, (await site.Infer("scale", Request.Replace("{\"inputs\"", "{\"parameters\":{\"timeout\":30000000},\"inputs\""))).Status);
    }

    [Fact]
    public async Task Infer_DeadlineThatIsNoNumber_IsRefused()
    {
        await using V2Site site = await V2Site.Scale();
        foreach (string deadline in new[] { "soon", "NaN", "-1", "Infinity" })
        {
            V2Answer answer = await site.Infer("scale", Request, [], r => r.Headers.Add("Fulcrum-Deadline-Ms", deadline));
            Assert.Equal(400, answer.Status);
        }
    }

    [Fact]
    public async Task Infer_TimingAskedFor_IsInTheAnswer()
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Infer("scale", Request, [], r => r.Headers.Add("Fulcrum-Timing", "1"));
        Assert.Matches("queue;dur=.*, input;dur=.*, run;dur=.*, output;dur=.*, total;dur=", answer.Response.Headers.GetValues("Server-Timing").Single());
    }
}
