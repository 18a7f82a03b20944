using System.Diagnostics;
using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>A whole study with real processes, killed in the middle of its operators and of its measurements, and resumed each time.</summary>
public sealed class KilledStudy(TestData data) : IAsyncLifetime
{
    private readonly StudyFolder _study = new(data.Model, """
        operators: [{name: Identity, apply: identity}, {name: SPTQ, apply: sptq}]
        placements: [near, near+far]
        warmup: 2
        runs: 7
        rounds: 2
        """);

    public string Out => _study.Out;

    public string Study => _study.Study;

    public string[] LeftOfOperators { get; private set; } = [];

    /// <summary>Whether operators finished their work though nobody waited for it any more.</summary>
    public bool OperatorsWentOn { get; private set; }

    public string[] LeftOfMeasuring { get; private set; } = [];

    public string[] LeftAtTheEnd { get; private set; } = [];

    public bool WasKilledTwice { get; private set; }

    /// <summary>Blocks that were there when it was killed.</summary>
    public IReadOnlyDictionary<string, (DateTime When, byte[] Bytes)> Before { get; private set; } = new Dictionary<string, (DateTime, byte[])>();

    public (int Code, string Out, string Error) Resumed { get; private set; }

    public async ValueTask InitializeAsync()
    {
        using Process first = FulcrumProcess.Start("study", "run", Study, "-o", Out, "--seed", "5");
        bool applied = await StudyFolder.Wait(first, () => _study.Running("apply").Any());
        LeftOfOperators = await _study.Kill(first);
        OperatorsWentOn = File.Exists(Path.Combine(Out, "artefacts", "mlp", "Identity", "manifest.json"));
        using Process second = FulcrumProcess.Start("study", "resume", Out);
        bool measured = await StudyFolder.Wait(second, () => _study.Blocks().Length >= 3);
        LeftOfMeasuring = await _study.Kill(second);
        WasKilledTwice = applied && measured;
        Before = _study.Blocks().ToDictionary(f => f, f => (File.GetLastWriteTimeUtc(f), File.ReadAllBytes(f)));
        using Process third = FulcrumProcess.Start("study", "resume", Out, "--output", "json");
        Task<string> output = third.StandardOutput.ReadToEndAsync(), error = third.StandardError.ReadToEndAsync();
        await third.WaitForExitAsync();
        Resumed = (third.ExitCode, await output, await error);
        LeftAtTheEnd = _study.Left(third.Id);
    }

    public ValueTask DisposeAsync()
    {
        _study.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class StudyVerbTests(KilledStudy study, TestData data) : IClassFixture<KilledStudy>
{
    [Fact]
    public void Killed_LeavesNothing()
    {
        Assert.True(study.WasKilledTwice);
        Assert.Empty(study.LeftOfOperators);
        Assert.False(study.OperatorsWentOn);
        Assert.Empty(study.LeftOfMeasuring);
        Assert.Empty(study.LeftAtTheEnd);
    }

    [Fact]
    public void Resume_KeepsWhatWasMeasuredAndFinishes()
    {
        Assert.True(study.Resumed.Code == 0, study.Resumed.Error);
        Assert.InRange(study.Before.Count, 3, 9);
        Assert.All(study.Before, b => Assert.Equal((b.Value.When, b.Value.Bytes.Length), (File.GetLastWriteTimeUtc(b.Key), (int)new FileInfo(b.Key).Length)));
        Assert.All(study.Before, b => Assert.Equal(b.Value.Bytes, File.ReadAllBytes(b.Key)));
        JsonElement[] cells = [.. JsonDocument.Parse(study.Resumed.Out).RootElement.GetProperty("cells").EnumerateArray()];
        Assert.Equal(
            ["Identity near", "Identity (again) near", "SPTQ near", "Identity near+far", "SPTQ near+far"], cells.Select(c => $"{c.GetProperty("operator").GetString()} {c.GetProperty("tier").GetString()}"));
        Assert.All(cells, c => Assert.Equal((7, JsonValueKind.Null), (c.GetProperty("runs").GetInt32(), c.GetProperty("failure").ValueKind)));
        Assert.All(cells, c => Assert.InRange(c.GetProperty("score").GetDouble(), 0.8, 1));
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(File.ReadAllText(Path.Combine(study.Out, "study.json"))).RootElement.GetProperty("machine").ValueKind);
    }

    [Fact]
    public async Task Samples_AreEveryRequest_AndStatsReadsThem()
    {
        string file = Path.Combine(study.Out, "samples.csv");
        string[] lines = File.ReadAllLines(file);
        // 5 strategies, 7 timed requests each in two rounds, of which each warms up by one.
        Assert.Equal((1 + (5 * 9), 45), (lines.Length, File.ReadLines(Path.Combine(study.Out, "samples.jsonl")).Count()));
        Assert.Equal(10, lines.Count(l => l.Contains(",warmup,", StringComparison.Ordinal)));
        string[] columns = lines[0].Split(',');
        Assert.All(lines.Where(l => l.Contains(",near+far,", StringComparison.Ordinal)).Select(l => l.Split(',')), l =>
            Assert.All(new[] { "latency_s", "near.compute_ms", "near-far.link_ms", "far.compute_ms" }, c => Assert.True(double.Parse(l[Array.IndexOf(columns, c)]) > 0, c)));
        (int code, string output, string error) = await FulcrumProcess.RunAsync("stats", file, "--where", "tier=near", "--output", "json");
        Assert.True(code == 0, error);
        Assert.Equal(21, JsonDocument.Parse(output).RootElement.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task Report_IsWrittenTwiceWithTheSameBytes()
    {
        string[] folders = [Path.Combine(study.Out, "one"), Path.Combine(study.Out, "two")];
        foreach (string folder in folders)
        {
            (int code, string output, string error) = await FulcrumProcess.RunAsync("report", study.Out, "-o", folder, "--output", "json");
            Assert.True(code == 0, error);
            Assert.Equal(5, JsonDocument.Parse(output).RootElement.GetProperty("cells").GetArrayLength());
        }

        string[] files = [.. Directory.GetFiles(folders[0]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(["cells.csv", "latency-mlp.svg", "phases-mlp.svg", "report.html", "report.json", "report.md", "speedups.svg"], files);
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(Path.Combine(folders[0], f)), File.ReadAllBytes(Path.Combine(folders[1], f))));
    }

    [Fact]
    public async Task Run_IntoTheSameFolder_IsRefused()
    {
        (int code, _, string error) = await FulcrumProcess.RunAsync("study", "run", study.Study, "-o", study.Out);
        Assert.Equal(2, code);
        Assert.Contains($"fulcrum study resume {study.Out}", error);
        Assert.Contains("[study-begun]", error);
    }

    [Fact]
    public async Task Run_StrategiesThatFail_AreMarkedAndTheOthersGoOn()
    {
        using var failing = new StudyFolder(data.Model, """
            operators: [{name: Identity, apply: identity}, {name: Broken, apply: partition(parts=16)}]
            placements: [near, far]
            warmup: 0
            runs: 1500
            rounds: 1
            """);
        // A folder in the place of a file is refused as a full disk is.
        string blocked = Directory.CreateDirectory(Path.Combine(failing.Out, "rounds", "1", "mlp-Identity-near-fulcrum.csv")).FullName;
        using Process process = FulcrumProcess.Start("study", "run", failing.Study, "-o", failing.Out, "--output", "json");
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        int server = await StudyFolder.Wait(process, () => failing.Running("serve").FirstOrDefault());
        int device = await StudyFolder.Wait(process, () => failing.Running("device").FirstOrDefault());
        Assert.True(server > 0 && device > 0, process.HasExited ? await error : "No tier was started.");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Process.GetProcessById(server).Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 1, await error);
        Dictionary<string, string?> failures = Failures(await output);
        Assert.Null(failures["Identity (again) near"]);
        Assert.Contains("[output-not-writable]", failures["Identity near"]);
        Assert.Contains("the tier at http:", failures["Identity far"]);
        Assert.Contains("no cuts for 16 parts", failures["Broken near"]);
        Assert.Equal(failures["Broken near"], failures["Broken far"]);
        Assert.Empty(failing.Left(process.Id));

        Directory.Delete(blocked);
        (int code, string again, string said) = await FulcrumProcess.RunAsync("study", "resume", failing.Out, "--output", "json");
        Assert.True(code == 1, said);
        Assert.Equal(["Broken far", "Broken near"], Failures(again).Where(f => f.Value is not null).Select(f => f.Key).Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, string?> Failures(string output) =>
        JsonDocument.Parse(output).RootElement.GetProperty("cells").EnumerateArray().ToDictionary(c => $"{c.GetProperty("operator").GetString()} {c.GetProperty("tier").GetString()}", c => c.GetProperty("failure").GetString());
}
