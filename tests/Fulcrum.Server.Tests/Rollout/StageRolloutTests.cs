using System.Net;
using System.Security.Cryptography;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Releases;
using Fulcrum.Server.Rollout;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Folders;
using Fulcrum.Stores.Publishing;

namespace Fulcrum.Server.Tests.Rollout;

/// <summary>Tiers that follow a store: what is published is served, what was is served on for a while, and nobody is refused meanwhile.</summary>
public sealed class StageRolloutTests : IAsyncDisposable
{
    private static readonly string[] Two = ["device", "cloud"];
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-rollout-").FullName;
    private readonly List<StageServer> _servers = [];
    private readonly HttpClient _http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Shared => Path.Combine(_folder, "store");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (StageServer server in _servers)
            await server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Publish_NewPlan_IsServedAtOnceAndTheOldOneToo()
    {
        PlanFolder first = await PublishAsync(PlanCoding.Plain);
        StageServer follows = await ServeAsync(TimeSpan.FromMinutes(5)), slow = await ServeAsync(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), new DeafStore(Shared));
        PlanFolder second = await PublishAsync(PlanCoding.Compressed);
        Assert.NotEqual(first.Tag, second.Tag);
        foreach (StageServer server in (StageServer[])[follows, slow])
        {
            // The slow one has not been told: the request itself makes it look.
            byte[] expected = await AnswerAsync(server, second, HttpStatusCode.OK);
            Assert.Equal(expected[16..], (await AnswerAsync(server, first, HttpStatusCode.OK))[16..]);
        }

        await VersionAsync(follows, 2);
        StageServer late = await ServeAsync(TimeSpan.FromMinutes(5));
        await AnswerAsync(late, first, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Publish_GraceIsOver_TheOldPlanIsRefused()
    {
        PlanFolder first = await PublishAsync(PlanCoding.Plain);
        StageServer server = await ServeAsync(TimeSpan.Zero);
        await AnswerAsync(server, first, HttpStatusCode.OK);
        PlanFolder second = await PublishAsync(PlanCoding.Compressed);
        await AnswerAsync(server, second, HttpStatusCode.OK);
        await AnswerAsync(server, first, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Start_BeforeAnythingIsPublished_IsReadyOnceItIs()
    {
        StageServer server = await ServeAsync(TimeSpan.FromMinutes(5));
        Assert.Single(server.Warnings);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _http.GetAsync(new Uri(server.Urls[0], "v2/health/ready"), Stop)).StatusCode);
        PlanFolder plan = await PublishAsync(PlanCoding.Plain);
        await AnswerAsync(server, plan, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri(server.Urls[0], "v2/health/ready"), Stop)).StatusCode);
    }

    [Fact]
    public async Task Publish_ObjectThatIsDamaged_IsNotServedUntilItIsMended()
    {
        PlanFolder first = await PublishAsync(PlanCoding.Plain);
        StageServer server = await ServeAsync(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), new DeafStore(Shared));
        PlanFolder second = await PublishAsync(PlanCoding.Compressed);
        string file = Path.Combine(Shared, "objects", second.Sha256);
        File.WriteAllText(file, "worn out");
        await AnswerAsync(server, second, HttpStatusCode.ServiceUnavailable);
        await AnswerAsync(server, first, HttpStatusCode.OK);
        await PublishAsync(PlanCoding.Compressed);
        await AnswerAsync(server, second, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Run_StoreIsAway_OnlyWhatIsNotKnownIsRefused()
    {
        PlanFolder first = await PublishAsync(PlanCoding.Plain);
        var store = new DeafStore(Shared);
        StageServer server = await ServeAsync(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), store);
        PlanFolder second = await PublishAsync(PlanCoding.Compressed);
        store.IsAway = true;
        await AnswerAsync(server, second, HttpStatusCode.ServiceUnavailable);
        await AnswerAsync(server, first, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri(server.Urls[0], "v2/health/ready"), Stop)).StatusCode);
        store.IsAway = false;
        await AnswerAsync(server, second, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_ReleaseAndItsFiles_ComeFromAnyReplica()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await PublishAsync(PlanCoding.Plain, key);
        StageServer slow = await ServeAsync(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), new DeafStore(Shared));
        ReleaseFile[] old = [.. ReleaseFolder.Read(Path.Combine(_folder, "plan")).Release.Manifest.Files];
        await PublishAsync(PlanCoding.Compressed, key);
        ReleaseFile[] files = [.. ReleaseFolder.Read(Path.Combine(_folder, "plan")).Release.Manifest.Files];
        foreach (ReleaseFile file in files.Concat(old))
        {
            byte[] bytes = await _http.GetByteArrayAsync(new Uri(slow.Urls[0], $"fulcrum/v1/objects/{file.Sha256}"), Stop);
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }

        Assert.Contains("\"release\": 2", await _http.GetStringAsync(new Uri(slow.Urls[0], "fulcrum/v1/plans/net/release"), Stop), StringComparison.Ordinal);
    }

    /// <summary>Requests of both plans run while plans are published over and over: none is refused, none is answered by the other plan's segments.</summary>
    [Fact]
    public async Task Run_WhilePlansArePublished_NoRequestIsRefused()
    {
        PlanFolder[] plans = [await PublishAsync(PlanCoding.Plain), await PublishAsync(PlanCoding.Compressed)];
        StageServer server = await ServeAsync(TimeSpan.FromMinutes(5));
        byte[] expected = (await AnswerAsync(server, plans[0], HttpStatusCode.OK))[16..];
        bool isOver = false;
        Task<int>[] devices = [.. plans.Select(plan => Task.Run(async () =>
        {
            int requests = 0;
            for (; !Volatile.Read(ref isOver); requests++)
                Assert.Equal(expected, (await AnswerAsync(server, plan, HttpStatusCode.OK))[16..]);
            return requests;
        }, Stop))];
        for (int i = 0; i < 4; i++)
        {
            await PublishAsync(i % 2 == 0 ? PlanCoding.Plain : PlanCoding.Compressed);
            await VersionAsync(server, i + 3);
        }

        Volatile.Write(ref isOver, true);
        Assert.All(await Task.WhenAll(devices), n => Assert.True(n > 0));
    }

    private async Task<PlanFolder> PublishAsync(PlanCoding coding, ECDsa? key = null)
    {
        string folder = Path.Combine(_folder, "plan");
        PlanFolder plan = StagePlans.Write(folder, Two, [StagePlans.First], (_, _) => coding);
        if (key is not null)
            ReleaseFolder.Write(folder, "net", [PlanFolder.FileName, "device.onnx"], null, DateTimeOffset.UnixEpoch, null, key);
        await using var store = new FolderStore(Shared);
        await Publisher.PublishAsync(store, Publication.Plans, "net", [.. Directory.GetFiles(folder).Select(f => (Path.GetFileName(f), f))], (_, files) => Publication.Of(files), null, Stop);
        return plan;
    }

    private async Task<StageServer> ServeAsync(TimeSpan grace, TimeSpan? interval = null, IStore? store = null)
    {
        var following = new Following(store ?? new FolderStore(Shared)) { Grace = grace, Interval = interval ?? TimeSpan.FromSeconds(5) };
        StageServer server = await StageServer.StartAsync(new StageServerOptions { Plan = "net", Following = following, Tier = "cloud", Url = "http://127.0.0.1:0", Threads = 1 }, cancellation: Stop);
        _servers.Add(server);
        return server;
    }

    private async Task<byte[]> AnswerAsync(StageServer server, PlanFolder plan, HttpStatusCode status)
    {
        ManifestTensor[] tensors = [.. plan.Manifest.Links[0].Tensors];
        byte[] frame = new byte[PlanFrame.MaximumLength(tensors)];
        int position = PlanFrame.HeaderBytes;
        foreach (ManifestTensor tensor in tensors)
        {
            byte[] values = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>([1, 2, 3, 4, 5, 6, 7, 8]).ToArray();
            int length = PlanTensorCodec.Encode(tensor, values, frame.AsSpan(position + PlanFrame.LengthBytes));
            BitConverter.TryWriteBytes(frame.AsSpan(position), length);
            position += PlanFrame.LengthBytes + length;
        }

        PlanFrame.Seal(frame.AsSpan(0, position), plan.Tag);
        using var content = new ByteArrayContent(frame, 0, position);
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(server.Urls[0], Routes.RunPlan("net")), content, Stop);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Stop)}");
        return await answer.Content.ReadAsByteArrayAsync(Stop);
    }

    private async Task VersionAsync(StageServer server, int version)
    {
        string wanted = $"fulcrum_published_version{{kind=\"plans\",name=\"net\"}} {version}\n", page = "";
        for (int i = 0; i < 200 && !page.Contains(wanted, StringComparison.Ordinal); i++)
        {
            page = await _http.GetStringAsync(new Uri(server.Urls[0], "metrics"), Stop);
            await Task.Delay(25, Stop);
        }

        Assert.Contains(wanted, page, StringComparison.Ordinal);
    }
}
