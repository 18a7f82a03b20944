using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Fulcrum.Graphs;
using Fulcrum.Protocol.Plans;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Tests.Hostile;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Server.Tests.Fuzz;

/// <summary>
/// Requests of every kind, changed at random: no 5xx but 503, no hang, and the servers answer rightly afterwards. FULCRUM_FUZZ gives the seconds (3 each by default), FULCRUM_SEED the seed.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly double Seconds = double.TryParse(Environment.GetEnvironmentVariable("FULCRUM_FUZZ"), out double seconds) ? seconds / 2 : 2.5;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("FULCRUM_SEED"), out int seed) ? seed : 20;
    private static readonly ServerLimits Limits = new() { BodyGrace = TimeSpan.FromSeconds(1.2), HeaderTimeout = TimeSpan.FromSeconds(2) };
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Repository_ChangedRequests_AreNeverTheServersFault()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "scale", V2Models.Scale(2));
            V2Models.Write(f, "lookup", V2Models.Lookup());
            V2Models.Write(f, "positions", V2Models.Positions());
            V2Models.Write(f, "texts", V2Models.Same(ElementType.String));
            V2Models.Write(f, "batched", V2Models.Scale(2), 1, "max_batch_size: 8\ndynamic_batching { max_queue_delay_microseconds: 500 }");
        }, o => o with { ModelControl = true, LoadModels = ["scale", "lookup", "positions", "texts", "batched"], Limits = Limits });
        string binary = """{"id":"7","inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""";
        string chunk = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";
        byte[][] seeds =
        [
            Latin(RawHttp.Post("/v2/models/scale/infer", chunk)),
            Latin(RawHttp.Post("/v2/models/scale/versions/1/infer", binary + "0123456789abcdef", $"Inference-Header-Content-Length: {binary.Length}\r\nFulcrum-Timing: 1\r\nFulcrum-Deadline-Ms: 1000\r\n")),
            Latin(RawHttp.Post("/v2/models/scale/infer", "0123456789abcdef", "Inference-Header-Content-Length: 0\r\n")),
            Latin(RawHttp.Post("/v2/models/batched/infer", chunk)),
            Latin(RawHttp.Post("/v2/models/lookup/infer", """{"inputs":[{"name":"x","shape":[2,1],"datatype":"INT64","data":[[3],[9]]}]}""")),
            Latin(RawHttp.Post("/v2/models/positions/infer", """{"inputs":[{"name":"x","shape":[3],"datatype":"FP32","data":[0,NaN,2e3]}]}""")),
            Latin(RawHttp.Post("/v2/models/texts/infer", """{"inputs":[{"name":"x","shape":[1,2],"datatype":"BYTES","data":["a\u00fcb","\ud83d\ude00"]}],"parameters":{"timeout":5000000}}""")),
            Latin($"POST /v2/models/scale/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunk.Length:x};a=b\r\n{chunk}\r\n0\r\nA: b\r\n\r\n"),
            Latin("GET /v2/models/scale/versions/1 HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n"), Latin("GET /v2/models/stats HTTP/1.1\r\nHost: x\r\n\r\n"), Latin("GET /fulcrum/v1/probe?bytes=77 HTTP/1.1\r\nHost: x\r\n\r\n"),
            Latin(RawHttp.Post("/v2/repository/index", "{\"ready\":true}")), Latin(RawHttp.Post("/v2/repository/models/lookup/load", "{}")), Latin(RawHttp.Post("/fulcrum/v1/models/scale/plan", "{\"cut\":1}")),
            Latin(RawHttp.Post("/fulcrum/v1/models/scale/versions/1/cuts/1/infer?level=0&samples=1", "0123456789abcdef")),
        ];
        await Run(site.Server.Urls[0], seeds, async () =>
        {
            Assert.Equal("[2,4,6,8]", (await site.Infer("scale", chunk)).Data());
            Assert.Equal("[2,4,6,8]", (await site.Infer("batched", chunk)).Data());
        });
        string metrics = await site.Http.GetStringAsync("metrics");
        Assert.DoesNotContain("status=\"500\"", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tier_ChangedFrames_AreNeverTheServersFault()
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First], (name, _) => name == "r1" ? PlanCoding.Compressed : PlanCoding.Base64);
        await using StageServer cloud = await StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = "cloud", Url = "http://127.0.0.1:0", Threads = 1, Limits = Limits });
        byte[] frame = Frame(folder);
        byte[] good = [.. Latin($"POST /fulcrum/v1/plans/net/run HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {frame.Length}\r\n\r\n"), .. frame];

        // The server closes after its answer, so how long it takes does not matter.
        Task<string> Ask() => RawHttp.Ask(cloud.Urls[0], good, 15);
        string right = await Ask();
        Assert.Equal([200], RawHttp.Statuses(right));
        string Body(string answer) => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        byte[][] seeds = [good, good, Latin("GET /fulcrum/v1/plans/net/release HTTP/1.1\r\nHost: x\r\n\r\n"), Latin("GET /fulcrum/v1/objects/00 HTTP/1.1\r\nHost: x\r\nRange: bytes=1-5\r\n\r\n"), Latin(RawHttp.Post("/fulcrum/v1/probe", "abc"))];
        await Run(cloud.Urls[0], seeds, async () => Assert.Equal(Body(right), Body(await Ask())), bytes => Reseal(bytes, folder.Tag));
        using var http = new HttpClient { BaseAddress = cloud.Urls[0] };
        Assert.DoesNotContain("status=\"500\"", await http.GetStringAsync("metrics"), StringComparison.Ordinal);
    }

    /// <summary>Sends changed requests over several connections until the time is over.</summary>
    /// <param name="server">Where.</param>
    /// <param name="seeds">Good requests.</param>
    /// <param name="check">Whether the server is still right.</param>
    /// <param name="mend">Applied to every other request, to get behind the first check; null: nothing.</param>
    private static async Task Run(Uri server, byte[][] seeds, Func<Task> check, Func<byte[], byte[]>? mend = null)
    {
        var random = new Random(Seed);
        var mutator = new HttpMutator(random);
        var statuses = new SortedDictionary<int, int>();
        var watch = Stopwatch.StartNew();
        int sent = 0;
        for (double next = 1; watch.Elapsed.TotalSeconds < Seconds;)
        {
            byte[][] batch = [.. Enumerable.Range(0, 16).Select(_ =>
            {
                byte[] bytes = mutator.Mutate(seeds[random.Next(seeds.Length)]);
                if (mend is not null && random.Next(2) == 0)
                    bytes = mend(bytes);
                return random.Next(4) > 0 ? HttpMutator.Fit(bytes) : bytes;
            })];
            await Task.WhenAll(batch.Select(async bytes =>
            {
                foreach (int status in await Send(server, bytes))
                {
                    lock (statuses)
                        statuses[status] = statuses.GetValueOrDefault(status) + 1;
                    Assert.True(status is < 500 or 503 or 505 or 501, $"{status} (seed {Seed}): {Convert.ToBase64String(bytes)}");
                }
            }));
            sent += batch.Length;
            if (watch.Elapsed.TotalSeconds > next)
            {
                await check();
                next = watch.Elapsed.TotalSeconds + 1;
            }
        }

        await check();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}: {sent} requests in {watch.Elapsed.TotalSeconds:0.0} s, {string.Join(", ", statuses.Select(s => $"{s.Key}: {s.Value}"))}");
        Assert.True(statuses.GetValueOrDefault(400) > 0 && statuses.GetValueOrDefault(200) + statuses.GetValueOrDefault(204) > 0);
    }

    /// <summary>Sends bytes, then no more; the statuses of what comes back until the server closes. It has to: within 15 s.</summary>
    private static async Task<IReadOnlyList<int>> Send(Uri server, byte[] bytes)
    {
        using TcpClient client = await RawHttp.Connect(server);
        await RawHttp.Write(client, bytes);
        try
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It was closed already.
        }

        byte[] answer = await RawHttp.Read(client, 15).WaitAsync(TimeSpan.FromSeconds(30));
        return RawHttp.Statuses(Encoding.Latin1.GetString(answer));
    }

    private static byte[] Frame(PlanFolder folder)
    {
        var tensors = new List<byte[]>();
        foreach (ManifestTensor tensor in folder.Manifest.Links[0].Tensors)
        {
            byte[] room = new byte[PlanTensorCodec.MaximumLength(tensor)], values = new byte[32];
            new Random(3).NextBytes(values);
            tensors.Add(room[..PlanTensorCodec.Encode(tensor, values, room)]);
        }

        byte[] frame = [.. new byte[16], .. tensors.SelectMany(t => (byte[])[.. Length(t.Length), .. t])];
        PlanFrame.Seal(frame, folder.Tag);
        return frame;
    }

    private static byte[] Length(int length)
    {
        byte[] word = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(word, length);
        return word;
    }

    /// <summary>A checksum that fits again, so that decoding is reached.</summary>
    private static byte[] Reseal(byte[] request, ulong tag)
    {
        int end = request.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end >= 0 && request.Length - end - 4 >= PlanFrame.HeaderBytes)
            PlanFrame.Seal(request.AsSpan(end + 4), tag);
        return request;
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
