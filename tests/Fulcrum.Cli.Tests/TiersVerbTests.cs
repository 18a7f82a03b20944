using System.Diagnostics;
using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>`tiers` as a real process.</summary>
public sealed class TiersVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-tiers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("white-box.yaml", "mobile")]
    [InlineData("device-edge-cloud.json", "device")]
    [InlineData("machines.yaml", "device")]
    public async Task Tiers_Samples_AreShown(string sample, string first)
    {
        string path = Path.Combine(TestData.Root, "samples", "tiers", sample);
        (int code, string output, string error) = await FulcrumProcess.RunAsync("tiers", path, "--output", "json");
        Assert.True(code == 0, error);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal((first, 3, 2, JsonValueKind.Null), (result.GetProperty("tiers")[0].GetProperty("name").GetString(), result.GetProperty("tiers").GetArrayLength(), result.GetProperty("links").GetArrayLength(), result.GetProperty("emulation").ValueKind));
        (code, output, _) = await FulcrumProcess.RunAsync("tiers", path);
        Assert.True(code == 0 && output.Contains($"{first} to edge", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Tiers_BadFile_SaysWhere()
    {
        string path = Write("tiers:\n  - name: a\n    cpuu: 1\n");
        (int code, _, string error) = await FulcrumProcess.RunAsync("tiers", path);
        Assert.Equal(2, code);
        Assert.Contains($"{path}:3: tiers[0].cpuu: \"cpuu\" means nothing here. Did you mean \"cpu\"? [tiers-unknown-member]", error);
    }

    [Theory]
    [InlineData("namespaces")]
    [InlineData("loopback", "--loopback")]
    public async Task Calibrate_OneLink_MeasuresItAndLeavesNothing(string kind, params string[] options)
    {
        string path = Write("tiers: [{name: a}, {name: b}]\nlinks: [{from: a, to: b, up: 8Mbps, down: 16Mbps, rtt: 10ms}]\n");
        using Process process = FulcrumProcess.Start(["tiers", path, "--calibrate", "--output", "json", .. options]);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        JsonElement emulation = JsonDocument.Parse(output).RootElement.GetProperty("emulation");
        if (kind == "namespaces" && emulation.GetProperty("kind").GetString() != kind)
            Assert.Skip($"No network namespaces here: {emulation.GetProperty("reason").GetString()}.");
        Assert.Equal(kind, emulation.GetProperty("kind").GetString());
        JsonElement link = emulation.GetProperty("calibration").GetProperty("links")[0];
        // Generous: other work runs on machines that test.
        Assert.InRange(link.GetProperty("up_bits_per_second").GetProperty("measured").GetDouble(), 4e6, 8.8e6);
        Assert.InRange(link.GetProperty("down_bits_per_second").GetProperty("measured").GetDouble(), 8e6, 17.6e6);
        Assert.InRange(link.GetProperty("round_trip_seconds").GetProperty("measured").GetDouble(), 0.01, 0.1);
        Assert.Empty(Left(process.Id));
    }

    [Fact]
    public async Task Calibrate_Terminated_LeavesNothing()
    {
        using Process process = await StartedAsync();
        using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Left(process.Id));
    }

    [Fact]
    public async Task Calibrate_KilledWithItsWatchdog_IsClearedUpByTheNextStart()
    {
        using Process process = await StartedAsync();
        string[] left = [.. Left(process.Id)];
        // The watchdog first, or it would clear up itself.
        foreach (int watchdog in Watchdogs(left[0]))
            Process.GetProcessById(watchdog).Kill();
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(Left(process.Id));
        (int code, _, string error) = await FulcrumProcess.RunAsync("tiers", Write("tiers: [{name: a}]\n"), "--calibrate");
        Assert.True(code == 0, error);
        Assert.Empty(Left(process.Id));
    }

    [Fact]
    public async Task Calibrate_Killed_IsClearedUpByItsWatchdog()
    {
        using Process process = await StartedAsync();
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        for (int i = 0; i < 100 && Left(process.Id).Any(); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(Left(process.Id));
    }

    /// <summary>A calibration that goes on for seconds, with its tiers up.</summary>
    private async Task<Process> StartedAsync()
    {
        string path = Write("tiers: [{name: a, cpu: 0.1}, {name: b, cpu: 0.1}]\nlinks: [{from: a, to: b, up: 8Mbps}]\n");
        Process process = FulcrumProcess.Start("tiers", path, "--calibrate", "--progress", "json");
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is string line && !line.Contains("calibrating", StringComparison.Ordinal))
        {
        }

        if (!Left(process.Id).Any(n => n.EndsWith("netns", StringComparison.Ordinal)))
        {
            process.Kill();
            Assert.Skip("No network namespaces here.");
        }

        return process;
    }

    private string Write(string yaml)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(path, yaml);
        return path;
    }

    /// <summary>Control groups and namespaces that carry a process's number; those of namespaces end in "netns".</summary>
    private static IEnumerable<string> Left(int process)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        IEnumerable<string> groups = Directory.Exists("/sys/fs/cgroup") ? Directory.EnumerateDirectories("/sys/fs/cgroup", $"fulcrum-{process}-*", all).Select(p => Path.GetFileName(p)) : [];
        return groups.Concat(Directory.Exists("/run/netns") ? Directory.EnumerateFiles("/run/netns", $"fulcrum-{process}-*").Select(p => $"{Path.GetFileName(p)} netns") : []).ToArray();
    }

    private static IEnumerable<int> Watchdogs(string left)
    {
        string bed = left.Split(' ')[0];
        string name = bed[..bed.LastIndexOf('-')];
        return Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _) && Said(p).EndsWith($"fulcrum-cleaner\0wait\0{name}\0", StringComparison.Ordinal)).Select(p => int.Parse(Path.GetFileName(p))).ToArray();
    }

    private static string Said(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
