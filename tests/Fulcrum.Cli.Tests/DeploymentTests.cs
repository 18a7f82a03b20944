using System.Text.Json;
using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Cli.Tests;

/// <summary>Plan folders over real processes.</summary>
public sealed class DeploymentTests(TestData data) : IDisposable
{
    private static readonly FulcrumCommand Command = FulcrumProcess.Command;
    private static readonly string Digits = Path.Combine(TestData.Folder, "digits");
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-deployment-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ThreeTiersBehindSlowLinks_AnswersWhatTheDeviceAloneDoes(bool namespaces)
    {
        string alone = Write("alone"), split = Write("split", 2, 6);
        await using TestBed bed = await TestBed.StartAsync(Command, Slow, new TestBedOptions { UseNamespaces = namespaces }, default);
        if (namespaces && bed.Kind != TestBedKind.Namespaces)
            Assert.Skip($"No network namespaces here: {bed.LoopbackReason}.");
        PlanReport whole = (await PlanDeployment.RunAsync(bed, Options(alone), null, default)).Report;
        Assert.Equal((40, 0, 0, 0), (whole.Requests, whole.Links.Count, whole.BytesUp, whole.BytesDown));
        var told = new List<WorkProgress>();
        DeploymentResult result = await PlanDeployment.RunAsync(bed, Options(split), new Told(told), default);
        PlanReport report = result.Report;
        Assert.Equal(whole.AnswersSha256, report.AnswersSha256);
        Assert.Equal((whole.Top1, 40, 40), (report.Top1, report.Requests, report.Samples));
        Assert.InRange(report.Top1!.Value, 0.5, 1);
        Assert.Equal(["device", "edge", "cloud"], report.Tiers.Select(t => t.Tier));
        Assert.All(report.Tiers, t => Assert.True(t.Compute.P50 > 0));
        Assert.True(report.Links[0].Transmission.P50 >= 8 + (8e3 * report.BytesUp / 2e6) && report.Links[1].Transmission.P50 >= 3, $"{report.Links[0]}, {report.Links[1]}");
        Assert.True(report.Total.P50 <= report.Total.P95 && report.Total.P95 <= report.Total.P99 && report.Total.P50 > report.Links.Sum(l => l.Transmission.P50) - 1);
        Assert.True(report.Predicted["latency"] > 0);
        Assert.Contains(told, t => t is { Stage: "running", Done: 40, Total: 40 });
        Assert.True(result.NotLimited is [] or ["edge: CPU quota"]);
        Assert.Empty(Running());
    }

    [Fact]
    public async Task Run_TierOfTooLittleMemory_SaysWhichAndHowMuch()
    {
        string split = Write("split", 2, 6);
        var system = new TierSystem([Slow.Tiers[0], new Tier { Name = "edge", MemoryBytes = 1 << 20 }, Slow.Tiers[2]], Slow.Links);
        await using TestBed bed = await TestBed.StartAsync(Command, system, new TestBedOptions { ProgramBytes = 19 << 20 }, default);
        if (bed.NotLimited.Count > 0)
            Assert.Skip("No memory limit can be set here.");
        var failed = await Assert.ThrowsAsync<ChildProcessException>(() => PlanDeployment.RunAsync(bed, Options(split), null, default));
        Assert.Contains("Tier 'edge' wanted more memory than its limit of 20 MiB", failed.Message);
        Assert.Empty(Running());
    }

    [Fact]
    public async Task Run_TiersOfAnotherPlan_AreRefused()
    {
        string split = Write("split", 2, 6);
        var system = new TierSystem([Slow.Tiers[0], Slow.Tiers[2], Slow.Tiers[1]], [Slow.Links[0] with { To = "cloud" }, Slow.Links[1] with { From = "cloud", To = "edge" }]);
        await using TestBed bed = await TestBed.StartAsync(Command, system, new TestBedOptions { UseNamespaces = false }, default);
        Assert.Equal("deployment-tiers", (await Assert.ThrowsAsync<InputException>(() => PlanDeployment.RunAsync(bed, Options(split), null, default))).Problems[0].Code);
    }

    [Fact]
    public async Task Run_TierThatRefuses_SaysWhyAndLeavesNothing()
    {
        string split = Write("split", 2, 6);
        File.AppendAllText(Path.Combine(split, "2-edge.onnx"), "x");
        await using TestBed bed = await TestBed.StartAsync(Command, Slow, null, default);
        var failed = await Assert.ThrowsAsync<ChildProcessException>(() => PlanDeployment.RunAsync(bed, Options(split), null, default));
        Assert.Contains("plan-segment-hash", failed.Message);
        Assert.Empty(Running());
    }

    [Fact]
    public async Task Run_SeveralAtATimeAndSessionsAnew_GiveTheSameAnswers()
    {
        string split = Write("lanes", 2), raw = Path.Combine(_folder, "raw.csv");
        await using TestBed bed = await TestBed.StartAsync(Command, Slow, null, default);
        DeploymentResult one = await PlanDeployment.RunAsync(bed, Options(split), null, CancellationToken.None);
        DeploymentResult many = await PlanDeployment.RunAsync(bed, Options(split) with { InFlight = 4, Raw = raw, SessionPerRequest = true }, null, CancellationToken.None);
        Assert.Equal(one.Report.AnswersSha256, many.Report.AnswersSha256);
        Assert.Equal((1, 4), (one.Report.InFlight, many.Report.InFlight));
        string[] lines = File.ReadAllLines(raw);
        Assert.Equal(RequestRow.Header(RequestRow.Phases(["device", "edge"])), lines[0]);
        RequestRow[] rows = [.. lines.Skip(1).Select(RequestRow.Parse)];
        Assert.Equal(lines.Skip(1), rows.Select(r => r.ToString()));
        Assert.Equal((3, 40), (rows.Count(r => !r.IsTimed), rows.Count(r => r.IsTimed)));
        Assert.Equal(many.Report.Top1, rows.Where(r => r.IsTimed).Average(r => r.Right == true ? 1.0 : 0));
        Assert.Equal(many.Report.Total.Mean, rows.Where(r => r.IsTimed).Average(r => r.PhasesMs.Sum()), 2);
    }

    [Fact]
    public async Task Run_Cancelled_LeavesNothing()
    {
        string split = Write("split", 2, 6);
        using var stop = new CancellationTokenSource();
        var progress = new Told([], _ => stop.Cancel());
        await using TestBed bed = await TestBed.StartAsync(Command, Slow, null, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PlanDeployment.RunAsync(bed, Options(split) with { Requests = 1_000_000 }, progress, stop.Token));
        Assert.Empty(Running());
    }

    [Theory]
    [InlineData("option-missing", "--server", "device", "--data", "digits")]
    [InlineData("option-missing", "--model", "device", "--data", "digits", "--server", "http://127.0.0.1:1")]
    [InlineData("option-malformed", "--plan", "device", "--data", "digits", "--plan", "x", "--model", "m")]
    [InlineData("plan-not-readable", null, "device", "--data", "digits", "--plan", "nowhere")]
    [InlineData("option-missing", "--repository", "serve")]
    [InlineData("option-malformed", "--model-control", "serve", "--repository", "x", "--model-control", "maybe")]
    [InlineData("option-malformed", "--load-model", "serve", "--repository", "x", "--load-model", "net")]
    [InlineData("option-malformed", "--batch-delay", "serve", "--repository", "x", "--batch-delay", "-1")]
    [InlineData("option-missing", "--tier", "serve", "--plan", "nowhere")]
    [InlineData("option-missing", "--plan", "serve", "--repository", "x", "--tier", "edge")]
    [InlineData("option-malformed", "--link", "serve", "--plan", "nowhere", "--tier", "edge", "--link", "up=0Mbps")]
    public async Task Verbs_OptionsThatDoNotGoTogether_AreRefused(string code, string? place, params string[] arguments)
    {
        (int exit, string output, string error) = await FulcrumProcess.RunAsync([.. arguments, "--output", "json"]);
        Assert.True(exit == 2, error);
        JsonElement problem = JsonDocument.Parse(output).RootElement.GetProperty("problems")[0];
        Assert.Equal(code, problem.GetProperty("code").GetString());
        if (place is not null)
            Assert.Equal(place, problem.GetProperty("place").GetString());
    }

    /// <summary>Three tiers, the edge on half a core.</summary>
    private static TierSystem Slow => new(
        [new Tier { Name = "device" }, new Tier { Name = "edge", Cores = 0.5 }, new Tier { Name = "cloud" }],
        [new TierLink { From = "device", To = "edge", UpBitsPerSecond = 2e6, DownBitsPerSecond = 4e6, RttSeconds = 0.008 }, new TierLink { From = "edge", To = "cloud", UpBitsPerSecond = 1e9, DownBitsPerSecond = 1e9, RttSeconds = 0.003 }]);

    private static DeploymentOptions Options(string folder) => new() { Folder = folder, Data = Digits, Requests = 40, Warmup = 3, Threads = 1 };

    /// <summary>A plan folder of the trained model, cut behind so many nodes.</summary>
    private string Write(string name, params int[] nodes)
    {
        Model model = OnnxFile.Read(data.Model);
        Variant variant = Variant.Modelled("mlp", model);
        var system = new TierSystem(
            [new Tier { Name = "device" }, new Tier { Name = "edge" }, new Tier { Name = "cloud" }],
            [new TierLink { From = "device", To = "edge", UpBitsPerSecond = 2e6, DownBitsPerSecond = 4e6 }, new TierLink { From = "edge", To = "cloud", UpBitsPerSecond = 1e9, DownBitsPerSecond = 1e9 }]);
        Cut[] cuts = [.. nodes.Select(n => variant.Map.At(Enumerable.Range(0, n)))];
        Plan plan = new VariantSpace(variant, system).Place(cuts);
        string path = Path.Combine(_folder, name);
        new PlanFolderMaker(OnnxFile.Serialize).Write(path, plan, variant, new PlanSource("mlp", new string('0', 64)) { Predicted = PlanSource.Figures(plan, Conditions.Of(system)) });
        return path;
    }

    /// <summary>Processes of this machine that were started with this test's folder.</summary>
    private IEnumerable<string> Running() => Directory.EnumerateDirectories("/proc").Select(p => Path.Combine(p, "cmdline")).Where(f =>
    {
        try
        {
            return File.Exists(f) && File.ReadAllText(f).Contains(_folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    private sealed class Told(List<WorkProgress> told, Action<WorkProgress>? then = null) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            told.Add(value);
            then?.Invoke(value);
        }
    }
}
