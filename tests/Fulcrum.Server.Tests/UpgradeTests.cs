using System.Security.Cryptography;
using Fulcrum.Device;
using Fulcrum.Device.Releases;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Releases;
using Fulcrum.Runtime;
using Fulcrum.Stages;

namespace Fulcrum.Server.Tests;

/// <summary>Coded segments and their upgrades from a real server into a device that goes on answering.</summary>
public sealed class UpgradeTests : IDisposable
{
    private const string Model = "net", Upgrade = "1-device-1.fpu", Base = "1-device.fpk";
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-upgrade-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string Plan => Path.Combine(_folder, "plan");

    private ReleaseStore Store => new(Path.Combine(_folder, "store"));

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_CodedSegment_AnswersAsTheFloatsThatItStandsFor(bool sessionPerRequest)
    {
        var options = new StageOptions { SessionPerRequest = sessionPerRequest };
        List<float[]> answers = [];
        foreach (PackedPlans.Form form in new[] { PackedPlans.Form.Floats, PackedPlans.Form.Whole, PackedPlans.Form.Progressive, PackedPlans.Form.BaseOnly })
        {
            string folder = Path.Combine(_folder, form.ToString());
            PlanFolder plan = PackedPlans.Write(folder, form);
            await using StageServer server = await StageServer.StartAsync(new StageServerOptions { Plan = folder, Tier = "cloud", Url = "http://127.0.0.1:0" });
            using var device = DeployedPlan.Open(plan, new OnnxRuntimeRunner(1), server.Urls[0], options: options);
            answers.Add(await PackedPlans.AnswerAsync(device, 3));
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
        Assert.NotEqual(answers[0], answers[3]);
    }

    [Fact]
    public async Task Upgrade_WhileRequestsRun_StartsWithTheBaseAndGoesOnWithTheWhole()
    {
        await using StageServer server = await Start();
        float[] coarse = await Expected(PackedPlans.Form.BaseOnly, 7), fine = await Expected(PackedPlans.Form.Whole, 7);
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        ReleaseUpdate taken = await Updater(http).UpdateAsync(Model, TryOut);
        Assert.False(File.Exists(Path.Combine(taken.Folder, Upgrade)));
        Assert.Equal(new FileInfo(Path.Combine(Plan, Base)).Length + new FileInfo(Path.Combine(Plan, PlanFolder.FileName)).Length, taken.DownloadedBytes);
        using var plan = UpgradingPlan.Open(Open(taken.Folder, server), new OnnxRuntimeRunner(1), 0);
        using IDeployment second = plan.Another();
        Assert.Equal(coarse, await PackedPlans.AnswerAsync(plan, 7));
        Assert.Equal(coarse, await PackedPlans.AnswerAsync(second, 7));
        Assert.Null(plan.Times.Switched);
        Assert.Equal(new FileInfo(Path.Combine(Plan, Upgrade)).Length, await Updater(http).UpgradeAsync());
        plan.Switch(Open(taken.Folder, server));
        Assert.Equal(fine, await PackedPlans.AnswerAsync(plan, 7));
        Assert.Equal(fine, await PackedPlans.AnswerAsync(second, 7));
        Assert.Equal(2, plan.Times.RequestsBefore);
        Assert.Null(await Updater(http).UpgradeAsync());
        Assert.Equal((1, false), await Updater(http).UpdateAsync(Model, TryOut) is var again ? (again.Release, again.IsNew) : default);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upgrade_TamperedOrTruncatedOnTheWay_IsRefusedAndTheBaseStays(bool truncated)
    {
        await using StageServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        string folder = (await Updater(http).UpdateAsync(Model, TryOut)).Folder, served = Path.Combine(Plan, Upgrade);
        byte[] good = File.ReadAllBytes(served), bad = truncated ? good[..^5] : [.. good[..^1], (byte)(good[^1] ^ 1)];
        File.WriteAllBytes(served, bad);
        Assert.Contains((await Assert.ThrowsAsync<InputException>(() => Updater(http).UpgradeAsync())).Problems[0].Code, new[] { "release-object", "segment-length" });
        Assert.Equal(await Expected(PackedPlans.Form.BaseOnly, 2), await AnswerAsync(folder, server, 2));
        File.WriteAllBytes(served, good);
        Assert.NotNull(await Updater(http).UpgradeAsync());
        Assert.Equal(await Expected(PackedPlans.Form.Whole, 2), await AnswerAsync(folder, server, 2));
    }

    /// <summary>What a process leaves that is killed between base and upgrade, and a disk that forgets.</summary>
    [Fact]
    public async Task Upgrade_AfterBeingKilledAnywhere_GoesOnWhereItStood()
    {
        await using StageServer server = await Start();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        string folder = (await Updater(http).UpdateAsync(Model, TryOut)).Folder, added = Path.Combine(folder, Upgrade);
        byte[] whole = File.ReadAllBytes(Path.Combine(Plan, Upgrade));
        ReleaseFile file = ReleaseFolder.Read(Plan).Release.Manifest.Files.Single(f => f.Path == Upgrade);
        string kept = Path.Combine(_folder, "store", "objects", file.Sha256);
        foreach ((Action leave, long left) in new (Action, long)[]
        {
            (() => File.WriteAllBytes(kept + ".part", whole[..40]), whole.Length - 40),
            (() => File.WriteAllBytes(kept, whole), 0),
            (() => File.WriteAllBytes(added + ".tmp", whole[..40]), whole.Length),
            (() => File.WriteAllBytes(added, whole[..40]), whole.Length),
        })
        {
            leave();
            Assert.Equal(1, (await Updater(http).UpdateAsync(Model, TryOut)).Release);
            Assert.Equal(await Expected(PackedPlans.Form.BaseOnly, 2), await AnswerAsync(folder, server, 2));
            Assert.Equal(left, await Updater(http).UpgradeAsync());
            Assert.Equal(await Expected(PackedPlans.Form.Whole, 2), await AnswerAsync(folder, server, 2));
            File.Delete(added);
            File.Delete(kept);
        }
    }

    [Fact]
    public async Task Upgrade_SignedButUnusable_IsLeftOutForGood()
    {
        await using StageServer server = await Start();
        string upgrade = Path.Combine(Plan, Upgrade);
        File.WriteAllBytes(upgrade, [.. File.ReadAllBytes(upgrade), 1]);
        Release();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        string folder = (await Updater(http).UpdateAsync(Model, TryOut)).Folder;
        Assert.NotNull(await Updater(http).UpgradeAsync());
        Assert.Equal("plan-segment-hash", Assert.Throws<InputException>(() => TryOut(folder)).Problems[0].Code);
        Store.RefuseUpgrades();
        Assert.Equal(await Expected(PackedPlans.Form.BaseOnly, 2), await AnswerAsync(folder, server, 2));
        Assert.Null(await Updater(http).UpgradeAsync());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void Sign_UpgradesThatCannotBe_AreRefused(int format, int order)
    {
        var manifest = new ReleaseManifest(format, Model, 1, default, null, [new ReleaseFile("a", new string('a', 64), 1) { Upgrade = order }]);
        Assert.Equal("release-invalid", Assert.Throws<InputException>(() => SignedRelease.Sign(manifest, _key)).Problems[0].Code);
    }

    private async Task<StageServer> Start()
    {
        PackedPlans.Write(Plan, PackedPlans.Form.Progressive);
        Release();
        return await StageServer.StartAsync(new StageServerOptions { Plan = Plan, Tier = "cloud", Url = "http://127.0.0.1:0" });
    }

    private void Release() => ReleaseFolder.Write(Plan, Model, [PlanFolder.FileName, Base, Upgrade], null, default, null, _key, new Dictionary<string, int> { [Upgrade] = 1 });

    private async Task<float[]> Expected(PackedPlans.Form form, int seed)
    {
        string folder = Path.Combine(_folder, $"expected-{form}");
        PlanFolder plan = PackedPlans.Write(folder, form);
        await using StageServer server = await StageServer.StartAsync(new StageServerOptions { Plan = folder, Tier = "cloud", Url = "http://127.0.0.1:0" });
        using var device = DeployedPlan.Open(plan, new OnnxRuntimeRunner(1), server.Urls[0]);
        return await PackedPlans.AnswerAsync(device, seed);
    }

    private static DeployedPlan Open(string folder, StageServer server) => DeployedPlan.Open(PlanFolder.Read(folder), new OnnxRuntimeRunner(1), server.Urls[0]);

    private static async Task<float[]> AnswerAsync(string folder, StageServer server, int seed)
    {
        using DeployedPlan plan = Open(folder, server);
        return await PackedPlans.AnswerAsync(plan, seed);
    }

    private ReleaseUpdater Updater(HttpClient http) => new(http, Store, [_key], new RetryOptions { Attempts = 2, FirstWait = TimeSpan.FromMilliseconds(5) });

    private static void TryOut(string folder) => DeployedPlan.Open(PlanFolder.Read(folder), new OnnxRuntimeRunner(1), new Uri("http://127.0.0.1:1")).Dispose();
}
