using System.Globalization;
using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>`recommend` on a real model and made measurements; the JSON keys are the contract.</summary>
public sealed class RecommendVerbTests(TestData data)
{
    private const string Tiers = """
        { "tiers": [ { "name": "mobile", "clock": "100MHz" }, { "name": "edge", "clock": "1GHz" }, { "name": "cloud" } ],
          "links": [ { "from": "mobile", "to": "edge", "up": "10Mbps", "rtt": "2ms" }, { "from": "edge", "to": "cloud", "up": "5Mbps", "rtt": "10ms" } ] }
        """;

    private const string Header = "model,operator,tier,run,phase,latency_s,mobile-edge_mbps,edge-cloud_mbps";

    [Fact]
    public async Task Recommend_NothingMeasured_RanksThePlannersPredictionsWithBaselines()
    {
        JsonElement result = await RunAsync(0);
        JsonElement[] ranking = [.. result.GetProperty("ranking").EnumerateArray()];
        Assert.Equal(["identity on cloud", "identity on edge", "identity on mobile"], ranking.Select(r => Text(r, "strategy")).Where(s => !s.Contains('+')).Order());
        double[] predicted = [.. ranking.Select(r => r.GetProperty("predicted").GetDouble())];
        Assert.Equal(predicted.Order(), predicted);
        Assert.All(ranking, r => Assert.Equal(1, r.GetProperty("predicted").GetDouble() / r.GetProperty("planned").GetDouble(), 1e-9));
        Assert.All(ranking, r => Assert.True(r.GetProperty("interval")[0].GetDouble() < r.GetProperty("predicted").GetDouble() && r.GetProperty("predicted").GetDouble() < r.GetProperty("interval")[1].GetDouble()));
        Assert.All(ranking, r => Assert.Equal(JsonValueKind.Null, r.GetProperty("measured").ValueKind));
        string[] baselines = [.. result.GetProperty("baselines").EnumerateArray().Select(b => Text(b, "name"))];
        Assert.Equal(["all on device", "best static cut", "input to cloud", "input to edge"], baselines.Order());
        Assert.Equal(1, ranking.Sum(r => r.GetProperty("best_probability").GetDouble()), 1e-6);
    }

    [Fact]
    public async Task Recommend_Measured_PredictsWhatWasMeasuredAndKeepsLimits()
    {
        string csv = Write("runs.csv", [Header, .. Runs([10], [5])]);
        JsonElement result = await RunAsync(0, "--measurements", csv, "--max-drop", "1%");
        JsonElement[] ranking = [.. result.GetProperty("ranking").EnumerateArray()];
        JsonElement mobile = ranking.Single(r => Text(r, "strategy") == "identity on mobile"), foreign = ranking.Single(r => Text(r, "strategy") == "Pruned on mobile");
        Assert.Equal(0.008, mobile.GetProperty("measured").GetDouble(), 1e-3);
        Assert.InRange(mobile.GetProperty("predicted").GetDouble() / mobile.GetProperty("measured").GetDouble(), 0.95, 1.05);
        Assert.False(foreign.GetProperty("allowed").GetBoolean());
        Assert.Equal("drop", foreign.GetProperty("breaks")[0].GetProperty("limit").GetString());
        Assert.True(Array.IndexOf(ranking, foreign) > Array.FindLastIndex(ranking, r => r.GetProperty("allowed").GetBoolean()));
        Assert.True(result.TryGetProperty("next", out JsonElement next) && (next.ValueKind == JsonValueKind.Null || next.GetProperty("regret_after").GetDouble() < next.GetProperty("regret_before").GetDouble()));

        (int code, string table, string error) = await FulcrumProcess.RunAsync("recommend", data.Model, "--tiers", Write("tiers.json", [Tiers]), "--measurements", csv);
        Assert.True(code == 0, error);
        Assert.Contains("Recommended: ", table);
    }

    [Fact]
    public async Task Recommend_NothingKeepsTheLimit_IsCodeThreeWithTheNearest()
    {
        (int code, string output, string error) = await StartAsync("--max-latency", "1us");
        Assert.Equal(3, code);
        Assert.Contains("The nearest is identity on", error);
        Assert.All(JsonDocument.Parse(output).RootElement.GetProperty("ranking").EnumerateArray(), r => Assert.False(r.GetProperty("allowed").GetBoolean()));
    }

    [Fact]
    public async Task Recommend_LeaveOut_JudgesItselfBesideTheRules()
    {
        string csv = Write("sweep.csv", [Header, .. Runs([1, 10, 100], [1, 10, 100])]);
        JsonElement result = await RunAsync(0, "--measurements", csv, "--leave-out", "3", "--draws", "4");
        Assert.Equal((9, 3), (result.GetProperty("conditions").GetInt32(), result.GetProperty("kept").GetInt32()));
        JsonElement[] scores = [.. result.GetProperty("scores").EnumerateArray()];
        Assert.Equal(["recommended", "best single strategy in hindsight", "planner alone", "best at the nearest conditions measured"], scores.Select(s => Text(s, "method")));
        Assert.InRange(scores[0].GetProperty("mean").GetDouble(), 1, 1.1);
        (int code, _, string error) = await StartAsync("--measurements", csv, "--leave-out", "9");
        Assert.Equal((2, true), (code, error.Contains("leave-out", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("operater,tier,latency_s\nidentity,mobile,1", ":1: ", "Did you mean 'operater'?")]
    [InlineData("operator,tier,latency_s,mobile-egde_mbps\nidentity,mobile,1,5", ":1: ", "Did you mean 'mobile-edge_mbps'?")]
    [InlineData("operator,tier,latency_s\nidentity,mobile,1\nidentity,mobil,1", ":3: ", "Did you mean 'mobile'?")]
    [InlineData("operator,tier,latency_s\nidentity,mobile,soon", ":2: ", "no positive number")]
    [InlineData("model,operator,tier,latency_s\nmlpp,identity,mobile,1", ":2: ", "Did you mean 'mlpp'?")]
    public async Task Recommend_BadMeasurements_IsOneClearErrorAtItsLine(string csv, string line, string says)
    {
        string file = Write("bad.csv", csv.Split('\n'));
        (int code, _, string error) = await StartAsync("--measurements", file);
        Assert.Equal(2, code);
        Assert.Contains($"{file}{line}", error);
        Assert.Contains(says, error);
    }

    [Fact]
    public async Task Recommend_BadOptions_AreRefused()
    {
        (int code, _, string error) = await StartAsync("--rate", "mobile-edeg=5Mbps");
        Assert.Equal((2, true), (code, error.Contains("Did you mean 'mobile-edge'?", StringComparison.Ordinal)));
        (code, _, error) = await StartAsync("--variant", "nothing");
        Assert.Equal((2, true), (code, error.Contains("--variant", StringComparison.Ordinal)));
    }

    /// <summary>Requests of a world in which the device is slow and links have overheads.</summary>
    private static IEnumerable<string> Runs(double[] first, double[] second) =>
        from a in first
        from b in second
        from s in new[] { ("identity", "mobile", 0.008), ("identity", "edge", 0.004 + (0.02 / a)), ("identity", "cloud", 0.014 + (0.02 / a) + (0.02 / b)), ("Pruned", "mobile", 0.005) }
        from run in Enumerable.Range(0, 8)
        select string.Create(CultureInfo.InvariantCulture, $"mlp,{s.Item1},{s.Item2},{run},{(run == 0 ? "warmup" : "timed")},{s.Item3 * (run == 0 ? 9 : 1 + (run * 5 % 7 / 70.0))},{a},{b}");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Write(string name, IEnumerable<string> lines)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(TestData.Folder, Guid.NewGuid().ToString("N"))).FullName, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private Task<(int Code, string Out, string Error)> StartAsync(params string[] arguments) => FulcrumProcess.RunAsync(["recommend", data.Model, "--tiers", Write("tiers.json", [Tiers]), .. arguments, "--output", "json"]);

    private async Task<JsonElement> RunAsync(int expected, params string[] arguments)
    {
        (int code, string output, string error) = await StartAsync(arguments);
        Assert.True(code == expected, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
