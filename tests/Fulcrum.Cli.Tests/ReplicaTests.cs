using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Cuts;
using Fulcrum.Device;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Protocol.Plans;
using Fulcrum.Runtime;
using Fulcrum.Stores.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>Replicas as real processes over one store, behind nginx: a plan is published and a replica is killed while devices ask.</summary>
public sealed class ReplicaTests(TestData data, PostgresServer postgres) : IDisposable
{
    private const int Devices = 3;
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-replicas-").FullName;
    private readonly List<Process> _started = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (Process process in _started)
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Devices_ThroughNginxWhileAPlanIsPublishedAndAReplicaIsKilled_AreAnsweredRightEveryTime()
    {
        string[] store = ["--store", postgres.Database("replicas"), "--store-password-file", postgres.PasswordFile];
        PlanFolder first = Write("first", 2), second = Write("second", 4);
        await PublishAsync(_folder + "/first", store);
        (Process Process, Uri Url)[] replicas = [await ServeAsync(store), await ServeAsync(store)];
        using var nginx = NginxServer.Start(replicas.Select(r => r.Url.Port));
        float[][] expected = Expected();
        var counts = new Counts();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task[] devices = [.. Enumerable.Range(0, Devices).Select(d => Task.Run(() => AskAsync(d == 0 ? [first] : [first, second], nginx.Url, expected, counts, over.Token), Stop))];
        await UntilAsync(() => counts.Requests > 50);
        Task<DateTimeOffset[]> noticed = Task.WhenAll(replicas.Select(r => NoticedAsync(r.Url, 2)));
        (long version, DateTimeOffset done) = await PublishAsync(_folder + "/second", store);
        counts.IsPublished = true;
        Assert.Equal(2, version);
        TimeSpan[] times = [.. (await noticed).Select(t => t - done)];
        int before = counts.Requests;
        await UntilAsync(() => counts.Requests > before + 100);
        await ReportAsync(replicas[0].Url, "camera");
        await ListedAsync(replicas[1].Url, "camera");
        replicas[0].Process.Kill();
        before = counts.Requests;
        await UntilAsync(() => counts.Requests > before + 200);
        await ListedAsync(replicas[1].Url, "camera");
        await over.CancelAsync();
        await Task.WhenAll(devices);
        TestContext.Current.SendDiagnosticMessage($"{counts.Requests} requests through nginx, {counts.OfSecond} of the new plan, {counts.Retries} repeated by clients, {counts.Wrong} wrong; replicas served the new plan {string.Join(" and ", times.Select(t => $"{t.TotalSeconds:0.00}"))} s after it was published.");
        Assert.Equal((0, 0), (counts.Wrong, counts.Retries));
        Assert.True(counts.OfSecond > 50);
        Assert.All(times, t => Assert.True(t < TimeSpan.FromSeconds(10), $"{t}"));
    }

    [Fact]
    public async Task Publish_TwoProcessesAtOnceIntoAFolder_BothCountAndAReplicaServesTheLast()
    {
        string[] store = ["--store", Path.Combine(_folder, "store")];
        Write("first", 2);
        Write("second", 4);
        (long Version, DateTimeOffset)[] made = await Task.WhenAll(PublishAsync(_folder + "/first", store), PublishAsync(_folder + "/second", store));
        Assert.Equal([1L, 2L], made.Select(m => m.Version).Order());
        (long again, _) = await PublishAsync(_folder + (made[0].Version == 2 ? "/first" : "/second"), store);
        Assert.Equal(2, again);
        (Process process, Uri url) = await ServeAsync(store);
        await NoticedAsync(url, 2);
        using Process kill = Process.Start("kill", ["-15", $"{process.Id}"]);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("publish-nothing", "tests")]
    [InlineData("option-missing", "")]
    public async Task Publish_WhatCannotBe_IsRefused(string code, string folder)
    {
        string[] store = folder.Length > 0 ? ["--store", Path.Combine(_folder, "store")] : [];
        (int exit, _, string error) = await FulcrumProcess.RunAsync(["publish", Path.Combine(TestData.Root, folder), .. store]);
        Assert.Equal(2, exit);
        Assert.Contains(code, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_ModelVersions_JoinAndNeverChange()
    {
        string[] store = ["--store", Path.Combine(_folder, "store"), "--name", "mlp"];
        string version = Path.Combine(data.Repository, "mlp", "1");
        Assert.Equal(1, (await PublishAsync(version, store)).Version);
        Assert.Equal(1, (await PublishAsync(Path.Combine(data.Repository, "mlp"), store)).Version);
        Assert.Equal(2, (await PublishAsync(version, [.. store, "--model-version", "7"])).Version);
        string other = Directory.CreateDirectory(Path.Combine(_folder, "1")).FullName;
        File.Copy(Path.Combine(version, "model.onnx"), Path.Combine(other, "model.onnx"));
        (int exit, _, string error) = await FulcrumProcess.RunAsync(["publish", other, .. store]);
        Assert.Equal(2, exit);
        Assert.Contains("publish-version", error, StringComparison.Ordinal);
    }

    private static async Task ReportAsync(Uri replica, string device)
    {
        using var http = new HttpClient { BaseAddress = replica };
        using var report = new StringContent("""{ "model": "net", "plan": "first", "seconds": 1, "requests": 7 }""");
        using HttpResponseMessage response = await http.PostAsync(Protocol.Contracts.Routes.DeviceReport(device), report, Stop);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, response.StatusCode);
    }

    /// <summary>Waits until a replica shows a device that reported to another.</summary>
    private static async Task ListedAsync(Uri replica, string device)
    {
        using var http = new HttpClient { BaseAddress = replica };
        for (int i = 0; i < 200; i++, await Task.Delay(50, Stop))
        {
            using JsonDocument list = JsonDocument.Parse(await http.GetStringAsync("fulcrum/v1/devices", Stop));
            if (list.RootElement.GetProperty("devices").EnumerateArray().Any(d => d.GetProperty("name").GetString() == device))
                return;
        }

        Assert.Fail($"{replica} does not list {device}.");
    }

    /// <summary>Asks again and again, of the second plan as soon as it is published; what fails is asked once more, as a device does.</summary>
    private static async Task AskAsync(PlanFolder[] plans, Uri url, float[][] expected, Counts counts, CancellationToken over)
    {
        var runner = new OnnxRuntimeRunner(1);
        DeployedPlan[] devices = [.. plans.Select(p => DeployedPlan.Open(p, runner, url))];
        for (int i = 0; !over.IsCancellationRequested; i++)
        {
            bool isSecond = counts.IsPublished && devices.Length > 1;
            DeployedPlan device = devices[isSecond ? 1 : 0];
            Input(i % expected.Length).CopyTo(MemoryMarshal.Cast<byte, float>(device.Input(device.Inputs[0].Name).Bytes));
            try
            {
                await device.RunAsync(Stop);
            }
            catch (Exception failure) when (failure is LinkException or Problems.InputException)
            {
                counts.Failed(failure);
                continue;
            }

            counts.Answered(isSecond, MemoryMarshal.Cast<byte, float>(device.Output(0)), expected[i % expected.Length]);
        }

        foreach (DeployedPlan device in devices)
            device.Dispose();
    }

    private float[][] Expected()
    {
        using OnnxRuntimeModel whole = new OnnxRuntimeRunner(1).Load(OnnxFile.Read(data.Model));
        return [.. Enumerable.Range(0, 8).Select(i => whole.Run([Tensor.From<float>(whole.Inputs[0].Name, [1, 784], Input(i))])[0].Values<float>().ToArray())];
    }

    private static float[] Input(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 784).Select(_ => random.NextSingle())];
    }

    private async Task<(Process, Uri)> ServeAsync(string[] store)
    {
        Process server = FulcrumProcess.Start(["serve", .. store, "--plan", "mlp", "--tier", "cloud", "--urls", "http://127.0.0.1:0", "--threads", "1", "--output", "json"]);
        _started.Add(server);
        string line = await server.StandardOutput.ReadLineAsync(Stop) ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync(Stop));
        _ = server.StandardError.ReadToEndAsync(Stop);
        return (server, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!));
    }

    private static async Task<(long Version, DateTimeOffset Done)> PublishAsync(string folder, string[] store)
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync(["publish", folder, .. store, "--output", "json", "--progress", "none"]);
        Assert.True(code == 0, error);
        return (JsonDocument.Parse(output).RootElement.GetProperty("version").GetInt64(), TimeProvider.System.GetUtcNow());
    }

    /// <summary>When a replica says that it serves a version.</summary>
    private static async Task<DateTimeOffset> NoticedAsync(Uri url, int version)
    {
        using var http = new HttpClient { BaseAddress = url };
        string wanted = $"fulcrum_published_version{{kind=\"plans\",name=\"mlp\"}} {version}\n";
        await UntilAsync(async () => (await http.GetStringAsync("metrics", Stop)).Contains(wanted, StringComparison.Ordinal));
        return TimeProvider.System.GetUtcNow();
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (int i = 0; i < 3000 && !await holds(); i++)
            await Task.Delay(20, Stop);
        Assert.True(await holds());
    }

    /// <summary>A plan folder of the trained model, cut behind so many nodes.</summary>
    private PlanFolder Write(string name, int nodes)
    {
        Model model = OnnxFile.Read(data.Model);
        Variant variant = Variant.Modelled("mlp", model);
        var system = new TierSystem([new Tier { Name = "device" }, new Tier { Name = "cloud" }], [new TierLink { From = "device", To = "cloud", UpBitsPerSecond = 2e6, DownBitsPerSecond = 4e6 }]);
        Plan plan = new VariantSpace(variant, system).Place([variant.Map.At(Enumerable.Range(0, nodes))]);
        string path = Path.Combine(_folder, name);
        new PlanFolderMaker(OnnxFile.Serialize).Write(path, plan, variant, new PlanSource("mlp", new string('0', 64)) { Predicted = PlanSource.Figures(plan, Conditions.Of(system)) });
        return PlanFolder.Read(path);
    }

    private sealed class Counts
    {
        private int _requests, _ofSecond, _retries, _wrong;
        private volatile bool _isPublished;

        public bool IsPublished { get => _isPublished; set => _isPublished = value; }

        public int Requests => Volatile.Read(ref _requests);

        public int OfSecond => _ofSecond;

        public int Retries => _retries;

        public int Wrong => _wrong;

        public void Failed(Exception failure)
        {
            Interlocked.Increment(ref _retries);
            TestContext.Current.SendDiagnosticMessage(failure.Message);
        }

        public void Answered(bool isSecond, ReadOnlySpan<float> answer, float[] expected)
        {
            Interlocked.Increment(ref _requests);
            if (isSecond)
                Interlocked.Increment(ref _ofSecond);
            for (int i = 0; i < expected.Length; i++)
            {
                if (answer.Length != expected.Length || Math.Abs(answer[i] - expected[i]) > 1e-3f * Math.Max(1, Math.Abs(expected[i])))
                {
                    Interlocked.Increment(ref _wrong);
                    return;
                }
            }
        }
    }
}
