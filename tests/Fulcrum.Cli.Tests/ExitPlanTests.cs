using System.Text.Json;
using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Cli.Tests;

/// <summary>`plan --variant NAME=FOLDER` with the folder of an early exit: planned, written, deployed.</summary>
public sealed class ExitPlanTests(TestData data)
{
    /// <summary>A slow way to the server: samples that leave on the device save it.</summary>
    private const string Tiers = """
        { "tiers": [ { "name": "device", "clock": "100MHz", "cycles_per_mac": 1 }, { "name": "edge", "clock": "1GHz", "cycles_per_mac": 1 }, { "name": "cloud", "clock": "10GHz", "cycles_per_mac": 1 } ],
          "links": [ { "from": "device", "to": "edge", "up": "1Mbps", "rtt": "5ms" }, { "from": "edge", "to": "cloud", "up": "1Mbps", "rtt": "5ms" } ] }
        """;

    private static readonly Lazy<string> Exits = new(() => Path.Combine(TestData.Folder, "exit-plan-variant"));

    [Fact]
    public async Task Plan_WithExits_IsDeployedAsItWasExecuted()
    {
        await ApplyAsync();
        string folder = Path.Combine(TestData.Folder, "exit-plan");
        (int code, string output, string error) = await PlanAsync(Exits.Value, Tiers, "--max-drop", "5%", "--raw-input-stays", "-o", folder, "--output", "json");
        Assert.True(code == 0, error);
        JsonElement result = JsonDocument.Parse(output).RootElement, chosen = result.GetProperty("chosen"), tested = result.GetProperty("tested");
        Assert.Matches(@"^exits@[0-9.]+ points$", chosen.GetProperty("variant").GetString());
        JsonElement[] exits = [.. chosen.GetProperty("exits").EnumerateArray()];
        Assert.Contains(exits, e => e.GetProperty("tier").GetString() == "device");
        Assert.InRange(tested.GetProperty("points").GetDouble(), -5, 5);
        JsonElement[] ladder = [.. result.GetProperty("ladder").EnumerateArray()];
        Assert.All(ladder.Zip(ladder.Skip(1)), p => Assert.True(p.First.GetProperty("drop_points").GetDouble() < p.Second.GetProperty("drop_points").GetDouble()));

        PlanManifest manifest = PlanFolder.Read(folder).Manifest;
        Assert.Equal(exits.Select(e => (e.GetProperty("output").GetString(), e.GetProperty("threshold").GetDouble())), manifest.Tiers.SelectMany(t => t.Segments).Select(s => s.Exit).OfType<ManifestExit>().Select(e => ((string?)e.Output, e.Threshold)));
        int samples = tested.GetProperty("samples").GetInt32();
        PlanReport report = await DeployAsync(folder, samples);
        Assert.Equal(samples, report.Samples);
        Assert.Equal(tested.GetProperty("top1").GetDouble(), report.Top1!.Value, 1e-9);
        Dictionary<string, double> left = manifest.Tiers.SelectMany(t => t.Segments.Where(s => s.Exit is not null).Select((s, i) => (Key: $"{t.Name}.{i + 1}", s.Exit!.Output))).ToDictionary(e => e.Output, e => report.Exits.GetValueOrDefault(e.Key));
        foreach (JsonProperty rate in tested.GetProperty("exit_rates").EnumerateObject())
            Assert.Equal(rate.Value.GetDouble(), left[rate.Name], 1e-9);
        Assert.True(report.Exits.Count > 0 && left.Values.Sum() == report.Exits.Values.Sum());

        (code, output, error) = await FulcrumProcess.RunAsync("plan", "--explain", folder);
        Assert.True(code == 0, error);
        Assert.Contains($"Exit of the chosen plan: {exits[0].GetProperty("output").GetString()} on {exits[0].GetProperty("tier").GetString()}", output, StringComparison.Ordinal);
    }

    /// <summary>A device that has no models: what it fetches is coded, its exit's head too.</summary>
    [Fact]
    public async Task Plan_WithExitsThatAreFetched_CodesTheirWeights()
    {
        await ApplyAsync();
        string folder = Path.Combine(TestData.Folder, "exit-plan-fetched");
        (int code, string output, string error) = await PlanAsync(Exits.Value, Tiers.Replace("\"name\": \"device\",", "\"name\": \"device\", \"holds_models\": false,", StringComparison.Ordinal), "--max-drop", "5%", "--raw-input-stays", "--requests", "1000", "-o", folder, "--output", "json");
        Assert.True(code == 0, error);
        JsonElement result = JsonDocument.Parse(output).RootElement, chosen = result.GetProperty("chosen");
        Assert.Matches("^exits@", chosen.GetProperty("variant").GetString());
        Assert.EndsWith("%", chosen.GetProperty("weights").GetString());
        Assert.Contains(chosen.GetProperty("exits").EnumerateArray(), e => e.GetProperty("tier").GetString() == "device");
        string coded = Assert.Single(Directory.GetFiles(folder, "1-device*.fpk"));
        Assert.True(new FileInfo(coded).Length < new FileInfo(data.Model).Length / 4);
        int samples = result.GetProperty("tested").GetProperty("samples").GetInt32();
        Assert.Equal(result.GetProperty("tested").GetProperty("top1").GetDouble(), (await DeployAsync(folder, samples)).Top1!.Value, 1e-9);
    }

    [Theory]
    [InlineData("\"segment-1.onnx\"", "\"segment-7.onnx\"", "plan-exits-file")]
    [InlineData("\"exit\": \"exit-1\"", "\"exit\": \"nothing\"", "plan-exits-output")]
    [InlineData("\"format\": 1", "\"format\": 3", "plan-exits-malformed")]
    [InlineData("\"threshold\": 0", "\"threshold\": 30", "plan-exits-threshold")]
    public async Task Plan_BadExits_IsOneClearErrorAndWritesNothing(string from, string to, string says)
    {
        await ApplyAsync();
        string bad = Directory.CreateDirectory(Path.Combine(TestData.Folder, $"exit-plan-{says}")).FullName, folder = Path.Combine(bad, "plan");
        foreach (string file in Directory.GetFiles(Exits.Value))
            File.Copy(file, Path.Combine(bad, Path.GetFileName(file)), overwrite: true);
        string exits = Path.Combine(bad, "exits.json"), text = File.ReadAllText(exits);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(exits, text.Replace(from, to, StringComparison.Ordinal));
        (int code, _, string error) = await PlanAsync(bad, Tiers, "--max-drop", "5%", "-o", folder);
        Assert.True(code == 2, error);
        Assert.Contains($"[{says}]", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private async Task ApplyAsync()
    {
        if (File.Exists(Path.Combine(Exits.Value, "exits.json")))
            return;
        (int code, _, string error) = await FulcrumProcess.RunAsync("apply", data.Model, "early-exit(exits=2, epochs=1, hidden=16, max-drop=2)", "--data", "digits", "-o", Exits.Value);
        Assert.True(code == 0, error);
    }

    private static async Task<PlanReport> DeployAsync(string folder, int samples)
    {
        var system = new TierSystem(
            [new Tier { Name = "device" }, new Tier { Name = "edge" }, new Tier { Name = "cloud" }],
            [new TierLink { From = "device", To = "edge", UpBitsPerSecond = 1e9, DownBitsPerSecond = 1e9 }, new TierLink { From = "edge", To = "cloud", UpBitsPerSecond = 1e9, DownBitsPerSecond = 1e9 }]);
        await using TestBed bed = await TestBed.StartAsync(FulcrumProcess.Command, system, new TestBedOptions { UseNamespaces = false }, default);
        return (await PlanDeployment.RunAsync(bed, new DeploymentOptions { Folder = folder, Data = Path.Combine(TestData.Folder, "digits"), Requests = samples, Warmup = 1, Threads = 1 }, null, default)).Report;
    }

    private Task<(int Code, string Out, string Error)> PlanAsync(string exits, string system, params string[] more)
    {
        string tiers = Path.Combine(TestData.Folder, $"exit-plan-tiers-{Guid.NewGuid():N}.json");
        File.WriteAllText(tiers, system);
        return FulcrumProcess.RunAsync(["plan", data.Model, "--data", "digits", "--tiers", tiers, "--variant", $"exits={exits}", "--samples", "64", .. more]);
    }
}
