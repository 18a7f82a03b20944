using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Fulcrum.Cuts;
using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Tests;

/// <summary>Tiers on machines reached by ssh: a real sshd on loopback stands for them.</summary>
public sealed class RealMachineTests(TestData data) : IDisposable
{
    private static readonly string Digits = Path.Combine(TestData.Folder, "digits");
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-machines-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_EdgeBySsh_AnswersWhatTheDeviceAloneDoesAndSendsFilesOnce()
    {
        using var ssh = SshServer.Start();
        string alone = Write("alone"), split = Write("split", 3);
        await using (TestBed bed = await StartAsync(ssh, new Tier { Name = "device" }, Edge(ssh)))
        {
            DeploymentResult whole = await PlanDeployment.RunAsync(bed, Options(alone), null, Stop), first = await PlanDeployment.RunAsync(bed, Options(split), null, Stop);
            Assert.Equal((whole.Report.AnswersSha256, 0L), (first.Report.AnswersSha256, whole.SentBytes));
            Assert.True(first.SentBytes > new FileInfo(Path.Combine(split, "2-edge.onnx")).Length);
            RealMachine machine = Assert.Single(await bed.DescribeAsync(Stop));
            Assert.True(machine is { Tier: "edge", Facts.Threads: > 0 } && machine.Version!.Length > 0);
        }

        await using TestBed again = await StartAsync(ssh, new Tier { Name = "device" }, Edge(ssh));
        Assert.Equal(0, (await PlanDeployment.RunAsync(again, Options(split), null, Stop)).SentBytes);
        // A strategy with another plan and the same segment sends the plan alone.
        string other = Path.Combine(_folder, "other");
        Directory.CreateDirectory(other);
        foreach (string file in Directory.GetFiles(split))
            File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
        File.AppendAllText(Path.Combine(other, "plan.json"), "\n");
        Assert.Equal(new FileInfo(Path.Combine(other, "plan.json")).Length, (await PlanDeployment.RunAsync(again, Options(other), null, Stop)).SentBytes);
        Assert.Empty(await ssh.LeftAsync());
    }

    [Fact]
    public async Task Run_DeviceAndEdgeBySsh_BringsTheTimesBackAndSendsSamplesOnce()
    {
        using var ssh = SshServer.Start();
        string split = Write("split", 3), raw = Path.Combine(_folder, "raw.csv");
        await using TestBed bed = await StartAsync(ssh, new Tier { Name = "device", Ssh = "somebody-elses-alias", Program = ssh.Program }, Edge(ssh));
        var told = new List<string>();
        DeploymentResult first = await PlanDeployment.RunAsync(bed, Options(split) with { Raw = raw }, new Told(p => told.Add(p.Stage)), Stop);
        Assert.Equal((40, Digits), (first.Report.Requests, first.Report.Data));
        Assert.Equal(43, RequestRow.Read(raw).Count);
        Assert.Contains("running", told);
        Assert.True(first.SentBytes > 50_000);
        Assert.Equal(0, (await PlanDeployment.RunAsync(bed, Options(split), null, Stop)).SentBytes);
        Assert.Empty(await ssh.LeftAsync());
    }

    [Fact]
    public async Task Run_EdgeThatIsKilled_SaysWhichTierAndLetsNobodyElseIn()
    {
        using var ssh = SshServer.Start();
        await using TestBed bed = await StartAsync(ssh, new Tier { Name = "device" }, Edge(ssh));
        Task<HttpStatusCode>? asked = null;
        async Task<HttpStatusCode> AskAndKillAsync()
        {
            using var http = new HttpClient();
            HttpStatusCode status = (await http.GetAsync($"http://127.0.0.1:{PortOf("device")}/v2", Stop)).StatusCode;
            Process.GetProcessById(ssh.Running("serve").Single()).Kill();
            return status;
        }

        var progress = new Told(_ => asked ??= AskAndKillAsync());
        var failed = await Assert.ThrowsAsync<ChildProcessException>(() => PlanDeployment.RunAsync(bed, Options(Write("split", 3)) with { Requests = 1_000_000 }, progress, Stop));
        Assert.Contains("the tier at http://127.0.0.1:", failed.Message);
        Assert.Equal(HttpStatusCode.Unauthorized, await asked!);
        Assert.Empty(await ssh.LeftAsync());
    }

    [Fact]
    public async Task Run_Cancelled_LeavesNothingThere()
    {
        using var ssh = SshServer.Start();
        using var stop = new CancellationTokenSource();
        await using TestBed bed = await StartAsync(ssh, new Tier { Name = "device", Ssh = "device", Program = ssh.Program }, Edge(ssh));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PlanDeployment.RunAsync(bed, Options(Write("split", 3)) with { Requests = 1_000_000 }, new Told(_ => stop.Cancel()), stop.Token));
        Assert.Empty(await ssh.LeftAsync());
    }

    [Fact]
    public async Task Start_MachinesThatCannotBeUsed_AreNamedWithTheRemedy()
    {
        using var ssh = SshServer.Start();
        string old = ssh.Script("old", "echo 0.0.9"), talks = ssh.Script("talks", "echo hello; echo 0.0.9"), broken = ssh.Script("broken", "echo no library >&2; exit 3");
        Assert.Contains("Permission denied", await RefusedAsync("tier-ssh", ssh.ClientOf("stranger"), ssh.Program));
        Assert.Contains("Host key verification failed", await RefusedAsync("tier-ssh", ssh.ClientOf("other-host"), ssh.Program));
        Assert.Contains("cannot be started", await RefusedAsync("tier-ssh", Path.Combine(_folder, "no-client"), ssh.Program));
        Assert.Contains("no program", await RefusedAsync("tier-program", ssh.Client, "/opt/nowhere/fulcrum"));
        Assert.Contains("no library", await RefusedAsync("tier-program", ssh.Client, broken));
        Assert.Contains("hello", await RefusedAsync("tier-program", ssh.Client, talks));
        Assert.Contains("version 0.0.9", await RefusedAsync("tier-version", ssh.Client, old));
        Assert.Empty(await ssh.LeftAsync());
    }

    [Fact]
    public async Task Study_WithAMachineOfItsOwn_RunsToItsEndAndSaysSo()
    {
        using var ssh = SshServer.Start();
        string study = WriteStudy(ssh, "[near, near+far]", 6);
        (int code, string output, string error) = await RunAsync(ssh, "study", "run", study, "-o", Path.Combine(_folder, "out"), "--output", "json");
        Assert.True(code == 0, error);
        Assert.All(JsonDocument.Parse(output).RootElement.GetProperty("cells").EnumerateArray(), c => Assert.Equal(6, c.GetProperty("runs").GetInt32()));
        JsonElement machine = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "out", "emulation.json"))).RootElement.GetProperty("machines")[0];
        Assert.Equal("far", machine.GetProperty("tier").GetString());
        (code, _, error) = await FulcrumProcess.RunAsync("report", Path.Combine(_folder, "out"));
        Assert.True(code == 0, error);
        Assert.Contains("Machines of their own: far.", File.ReadAllText(Directory.GetFiles(_folder, "report.md", SearchOption.AllDirectories).Single()));
        Assert.Empty(await ssh.LeftAsync());
    }

    [Fact]
    public async Task Study_Killed_LeavesNothingThere()
    {
        using var ssh = SshServer.Start();
        string study = WriteStudy(ssh, "[near+far]", 1_000_000, $"ssh: near, program: {JsonSerializer.Serialize(ssh.Program)}");
        using Process process = Start(ssh, "study", "run", study, "-o", Path.Combine(_folder, "out"));
        int device = await StudyFolder.Wait(process, () => ssh.Running("device").FirstOrDefault());
        Assert.True(device > 0 && ssh.Running("serve").Any(), process.HasExited ? await process.StandardError.ReadToEndAsync(Stop) : "No tier was started.");
        await Task.Delay(500, Stop);
        process.Kill();
        Assert.Empty(await ssh.LeftAsync());
    }

    private async Task<string> RefusedAsync(string code, string client, string program)
    {
        var system = System(new Tier { Name = "device" }, new Tier { Name = "edge", Ssh = "machine", Program = program, Host = new Uri("http://127.0.0.1:0") });
        var refused = await Assert.ThrowsAsync<InputException>(() => TestBed.StartAsync(FulcrumProcess.Command, system, new TestBedOptions { SshClient = client }, Stop));
        Problem problem = Assert.Single(refused.Problems);
        Assert.Equal((code, "tier 'edge', machine"), (problem.Code, problem.Place));
        Assert.NotEmpty(problem.Remedy);
        return problem.Message;
    }

    private static Tier Edge(SshServer ssh) => new() { Name = "edge", Ssh = "me@edge".Replace("me", Environment.UserName, StringComparison.Ordinal), Program = ssh.Program, Host = new Uri("http://127.0.0.1:0") };

    private static TierSystem System(params Tier[] tiers) => new(tiers, [new TierLink { From = "device", To = "edge", UpBitsPerSecond = 1e9, DownBitsPerSecond = 1e9 }]);

    private static Task<TestBed> StartAsync(SshServer ssh, params Tier[] tiers) => TestBed.StartAsync(FulcrumProcess.Command, System(tiers), new TestBedOptions { SshClient = ssh.Client }, Stop);

    private static DeploymentOptions Options(string folder) => new() { Folder = folder, Data = Digits, Requests = 40, Warmup = 3, Threads = 1 };

    private static Process Start(SshServer ssh, params string[] arguments)
    {
        var start = new ProcessStartInfo(FulcrumProcess.Command.FileName, [.. FulcrumProcess.Command.Prefix, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["FULCRUM_SSH"] = ssh.Client;
        start.Environment["FULCRUM_DATA"] = TestData.Folder;
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(SshServer ssh, params string[] arguments)
    {
        using Process process = Start(ssh, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(Stop), error = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The port that a process of a verb asks at.</summary>
    private int PortOf(string verb)
    {
        string[] said = Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)).Select(p => File.Exists(Path.Combine(p, "cmdline")) ? File.ReadAllText(Path.Combine(p, "cmdline")).Split('\0') : [])
            .First(w => w.Contains(verb) && w.Contains("--next") && w.Any(a => a.StartsWith(_folder, StringComparison.Ordinal)));
        return new Uri(said[Array.IndexOf(said, "--next") + 1]).Port;
    }

    private string WriteStudy(SshServer ssh, string placements, int runs, string near = "slowdown: 1")
    {
        File.Copy(data.Model, Path.Combine(_folder, "mlp.onnx"));
        File.WriteAllText(Path.Combine(_folder, "tiers.yaml"), $"tiers: [{{name: near, {near}}}, {{name: far, ssh: far, host: \"http://127.0.0.1:0\", program: {JsonSerializer.Serialize(ssh.Program)}}}]\nlinks: [{{from: near, to: far, up: 200Mbps}}]\n");
        string study = Path.Combine(_folder, "study.yaml");
        File.WriteAllText(study, $"name: machines\ntiers: tiers.yaml\nmodels: [{{name: mlp, file: mlp.onnx, data: digits}}]\ncalibrate: false\noperators: [{{name: Identity, apply: identity}}]\nplacements: {placements}\nwarmup: 2\nruns: {runs}\nrounds: 2\ncontrol: false\n");
        return study;
    }

    /// <summary>A plan folder of the trained model, cut behind so many nodes.</summary>
    private string Write(string name, params int[] nodes)
    {
        Variant variant = Variant.Modelled("mlp", OnnxFile.Read(data.Model));
        Cut[] cuts = [.. nodes.Select(n => variant.Map.At(Enumerable.Range(0, n)))];
        TierSystem system = System(new Tier { Name = "device" }, new Tier { Name = "edge" });
        Plan plan = new VariantSpace(variant, system).Place(cuts);
        string path = Path.Combine(_folder, name);
        new PlanFolderMaker(OnnxFile.Serialize).Write(path, plan, variant, new PlanSource("mlp", new string('0', 64)) { Predicted = PlanSource.Figures(plan, Conditions.Of(system)) });
        return path;
    }

    private sealed class Told(Action<WorkProgress> then) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => then(value);
    }
}
