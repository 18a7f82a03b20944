using System.Security.Cryptography;
using Fulcrum.Device;
using Fulcrum.Device.Releases;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Releases;
using Fulcrum.Runtime;

namespace Fulcrum.Server.Tests;

/// <summary>Releases from a real server onto a device's disk, and all the ways in which one must not be taken.</summary>
public sealed class ReleaseTests : IDisposable
{
    private const string Model = "net";
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-release-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256), _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string Plan => Path.Combine(_folder, "plan");

    private ReleaseStore Store => new(Path.Combine(_folder, "store"));

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Update_NewReleases_AreFetchedTriedUsedAndOnlyWhatChangedIsFetched()
    {
        PlanFolder first = Write(PlanCoding.Plain);
        Release();
        await using StageServer server = await Serve();
        ReleaseUpdate taken = await UpdateAsync(server);
        Assert.Equal((1, true), (taken.Release, taken.IsNew));
        Assert.Equal(first.Sha256, PlanFolder.Read(taken.Folder).Sha256);
        Assert.Equal(["device.onnx", "plan.json", "release.json", "release.sig"], Directory.GetFiles(taken.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal((1, false, 0), await UpdateAsync(server) is var again ? (again.Release, again.IsNew, again.DownloadedBytes) : default);
        PlanFolder second = Write(PlanCoding.Compressed);
        Release();
        ReleaseUpdate next = await UpdateAsync(server);
        Assert.Equal((2, true, new FileInfo(Path.Combine(Plan, PlanFolder.FileName)).Length), (next.Release, next.IsNew, next.DownloadedBytes));
        Assert.Equal(second.Sha256, PlanFolder.Read(Store.CurrentFolder!).Sha256);
        Write(PlanCoding.Base64);
        Release();
        Assert.Equal(3, (await UpdateAsync(server)).Release);
        Assert.Equal(["2", "3"], Directory.GetDirectories(Path.Combine(_folder, "store", "releases")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_folder, "store", "objects")).Length);
    }

    [Theory]
    [InlineData("release-signature")]
    [InlineData("release-malformed")]
    [InlineData("release-expired")]
    [InlineData("release-older")]
    [InlineData("model-unknown")]
    [InlineData("release-object")]
    public async Task Update_ReleaseThatMustNotBeTaken_IsRefusedAndTheOldOneStays(string code)
    {
        Write(PlanCoding.Plain);
        Release(number: 5);
        await using StageServer server = await Serve();
        await UpdateAsync(server);
        Write(PlanCoding.Compressed);
        string manifest = Path.Combine(Plan, ReleaseManifest.FileName), model = code == "model-unknown" ? "other" : Model;
        if (code == "release-older")
            File.Delete(manifest);
        Release(number: code == "release-older" ? 4 : 6, expires: code == "release-expired" ? Now.AddDays(-1) : null, key: code == "release-signature" ? _other : _key);
        if (code == "release-malformed")
            File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"release\": 6", "\"release\": \"6\"", StringComparison.Ordinal));
        if (code == "release-object")
            File.AppendAllText(Path.Combine(Plan, PlanFolder.FileName), " ");
        InputException refused = await Assert.ThrowsAsync<InputException>(() => UpdateAsync(server, model));
        Assert.Contains(refused.Problems[0].Code, code == "release-object" ? new[] { "release-object", "segment-length" } : [code]);
        Assert.Equal(5, Store.Current);
        Assert.Equal(PlanCodingKind.Plain, PlanFolder.Read(Store.CurrentFolder!).Manifest.Links[0].Tensors[0].Coding.Kind);
    }

    [Fact]
    public async Task Update_OneByteOfTheManifestChanged_IsRefused()
    {
        Write(PlanCoding.Plain);
        Release();
        string path = Path.Combine(Plan, ReleaseManifest.FileName);
        byte[] good = File.ReadAllBytes(path);
        await using StageServer server = await Serve();
        for (int i = 0; i < good.Length; i += 7)
        {
            byte[] bad = [.. good];
            bad[i] ^= 1;
            File.WriteAllBytes(path, bad);
            await Assert.ThrowsAnyAsync<Exception>(() => UpdateAsync(server));
            Assert.Null(Store.Current);
        }
    }

    [Fact]
    public async Task Update_ReleaseThatCannotBeLoaded_IsNotUsedAndNotTriedAgain()
    {
        Write(PlanCoding.Plain);
        Release();
        await using StageServer server = await Serve();
        await UpdateAsync(server);
        string segment = Path.Combine(Plan, "device.onnx");
        File.WriteAllBytes(segment, File.ReadAllBytes(segment)[..^9]);
        Release();
        Assert.Equal("plan-segment-hash", (await Assert.ThrowsAsync<InputException>(() => UpdateAsync(server))).Problems[0].Code);
        Assert.Equal("release-unusable", (await Assert.ThrowsAsync<InputException>(() => UpdateAsync(server))).Problems[0].Code);
        Assert.Equal(1, Store.Current);
        Write(PlanCoding.Compressed);
        Release();
        Assert.Equal(3, (await UpdateAsync(server)).Release);
    }

    [Fact]
    public async Task Update_ServerGone_KeepsWhatThereIsAndGoesBackWhereItCannotBeLoaded()
    {
        Write(PlanCoding.Plain);
        Release();
        await using (StageServer server = await Serve())
        {
            await UpdateAsync(server);
            Write(PlanCoding.Compressed);
            Release();
            await UpdateAsync(server);
        }

        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1") };
        await Assert.ThrowsAsync<LinkException>(() => Updater(http).UpdateAsync(Model, TryOut));
        Assert.Equal((2, Store.CurrentFolder), (Store.Current, Store.Usable(TryOut)));
        File.WriteAllText(Path.Combine(Store.CurrentFolder!, "device.onnx"), "worn out");
        string before = Store.Usable(TryOut);
        Assert.Equal((1, Store.CurrentFolder), (Store.Current, before));
        File.WriteAllText(Path.Combine(before, "device.onnx"), "worn out");
        Assert.Throws<InputException>(() => Store.Usable(TryOut));
    }

    /// <summary>What a process that is killed leaves: half a file, half a release, a release that nothing names.</summary>
    [Fact]
    public async Task Update_AfterBeingKilledAnywhere_EndsWithAWholeRelease()
    {
        Write(PlanCoding.Plain);
        Release();
        await using StageServer server = await Serve();
        await UpdateAsync(server);
        Write(PlanCoding.Compressed);
        Release();
        ReleaseFile changed = ReleaseFolder.Read(Plan).Release.Manifest.Files.Single(f => f.Path == PlanFolder.FileName);
        string objects = Path.Combine(_folder, "store", "objects"), releases = Path.Combine(_folder, "store", "releases");
        byte[] whole = File.ReadAllBytes(Path.Combine(Plan, PlanFolder.FileName));
        foreach (Action leave in (Action[])[
            () => File.WriteAllBytes(Path.Combine(objects, changed.Sha256 + ".part"), whole[..100]),
            () => File.WriteAllBytes(Path.Combine(objects, changed.Sha256 + ".part"), [.. whole, 1, 2, 3]),
            () => File.WriteAllBytes(Path.Combine(objects, changed.Sha256), whole[..50]),
            () => Directory.CreateDirectory(Path.Combine(releases, "2.tmp", "deep")),
            () => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(releases, "2")).FullName, PlanFolder.FileName), "half"),
        ])
        {
            leave();
            Assert.Equal(1, Store.Current);
            ReleaseUpdate update = await UpdateAsync(server);
            Assert.Equal((2, 2), (update.Release, Store.Current));
            Assert.Equal(whole, File.ReadAllBytes(Path.Combine(update.Folder, PlanFolder.FileName)));
            File.WriteAllText(Path.Combine(_folder, "store", "current"), "1");
            Directory.Delete(Path.Combine(releases, "2"), recursive: true);
            File.Delete(Path.Combine(objects, changed.Sha256));
        }
    }

    [Fact]
    public async Task Update_BeginningOfAnotherFile_IsRefusedByHashThenFetchedAnew()
    {
        Write(PlanCoding.Plain);
        Release();
        ReleaseFile file = ReleaseFolder.Read(Plan).Release.Manifest.Files[0];
        string objects = Directory.CreateDirectory(Path.Combine(_folder, "store", "objects")).FullName;
        File.WriteAllBytes(Path.Combine(objects, file.Sha256 + ".part"), new byte[20]);
        await using StageServer server = await Serve();
        Assert.Equal("release-object", (await Assert.ThrowsAsync<InputException>(() => UpdateAsync(server))).Problems[0].Code);
        Assert.Equal(1, (await UpdateAsync(server)).Release);
    }

    [Fact]
    public async Task Get_ObjectsThatTheReleaseDoesNotName_AreNotServed()
    {
        Write(PlanCoding.Plain);
        Release();
        await using StageServer server = await Serve();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        string cloud = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Plan, "cloud.onnx"))));
        foreach (string path in new[] { cloud, new string('0', 64), "..%2Fplan.json", "%2Fetc%2Fpasswd" })
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync($"fulcrum/v1/objects/{path}")).StatusCode);
    }

    [Theory]
    [InlineData("../plan.json")]
    [InlineData("/etc/cron.d/x")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public void Read_PathsThatLeaveTheFolder_AreRefused(string path)
    {
        var manifest = new ReleaseManifest(1, Model, 1, Now, null, [new ReleaseFile(path, new string('a', 64), 1)]);
        Assert.Equal("release-invalid", Assert.Throws<InputException>(() => SignedRelease.Sign(manifest, _key)).Problems[0].Code);
    }

    [Fact]
    public void Keys_SeveralInOneFile_AreAllTrusted()
    {
        string path = Path.Combine(_folder, "keys.pub");
        File.WriteAllText(path, _other.ExportSubjectPublicKeyInfoPem() + "\n" + _key.ExportSubjectPublicKeyInfoPem() + "\n");
        var release = SignedRelease.Sign(new ReleaseManifest(1, Model, 1, Now, null, [new ReleaseFile("a", new string('a', 64), 1)]), _key);
        Assert.True(release.IsBy(ReleaseKeys.Public(path)));
        Assert.False(release.IsBy([_other]));
        Assert.False((release with { Signature = "no base64" }).IsBy([_key]));
        File.WriteAllText(path, "nothing");
        Assert.Equal("release-key", Assert.Throws<InputException>(() => ReleaseKeys.Public(path)).Problems[0].Code);
    }

    private PlanFolder Write(PlanCoding coding) => StagePlans.Write(Plan, ["device", "cloud"], [StagePlans.First], (_, _) => coding);

    private void Release(long? number = null, DateTimeOffset? expires = null, ECDsa? key = null) =>
        ReleaseFolder.Write(Plan, Model, [PlanFolder.FileName, "device.onnx"], number, Now.AddDays(-2), expires, key ?? _key);

    private Task<StageServer> Serve() => StageServer.StartAsync(new StageServerOptions { Plan = Plan, Tier = "cloud", Url = "http://127.0.0.1:0" });

    private async Task<ReleaseUpdate> UpdateAsync(StageServer server, string model = Model)
    {
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        return await Updater(http).UpdateAsync(model, TryOut);
    }

    private ReleaseUpdater Updater(HttpClient http) => new(http, Store, [_key], new RetryOptions { Attempts = 2, FirstWait = TimeSpan.FromMilliseconds(5) }, new Clock());

    private static void TryOut(string folder) => DeployedPlan.Open(PlanFolder.Read(folder), new OnnxRuntimeRunner(1), new Uri("http://127.0.0.1:1")).Dispose();

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
