using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>`plan --tiers` on a real model; the JSON keys are the contract.</summary>
public sealed class GraphPlanTests(TestData data)
{
    /// <summary>A device a thousand times slower than its server: whatever runs there costs, but the input must stay.</summary>
    private const string Tiers = """
        { "tiers": [ { "name": "device", "clock": "10MHz", "cycles_per_mac": 1, "holds_models": false, "memory": "64MiB" }, { "name": "server", "clock": "10GHz", "cycles_per_mac": 1 } ],
          "links": [ { "from": "device", "to": "server", "up": "100kbps", "rtt": "1ms" } ] }
        """;

    [Fact]
    public async Task Plan_InputMustStay_CutsBehindTheFirstLayersAndKeepsTheBudgetWhenExecuted()
    {
        string folder = Path.Combine(TestData.Folder, "graph-plan");
        JsonElement result = await PlanAsync("--tiers", Write("stay.json", Tiers), "--max-drop", "2%", "--raw-input-stays", "--requests", "1000", "--pareto", "--samples", "128", "-o", folder);
        JsonElement chosen = result.GetProperty("chosen"), link = chosen.GetProperty("links")[0];
        Assert.All(chosen.GetProperty("tiers").EnumerateArray(), t => Assert.True(t.GetProperty("nodes").GetInt32() > 0));
        Assert.StartsWith("q", link.GetProperty("tensors")[0].GetProperty("coding").GetString());
        Assert.EndsWith("%", chosen.GetProperty("weights").GetString());
        Assert.Equal("modelled", chosen.GetProperty("times").GetString());
        Assert.InRange(result.GetProperty("verified").GetProperty("points").GetDouble(), -5, 2);
        JsonElement[] allowed = [.. result.GetProperty("candidates").EnumerateArray().Where(c => c.GetProperty("allowed").GetBoolean())];
        Assert.Contains(allowed, c => c.GetProperty("policy").GetString() == "all on device");
        Assert.DoesNotContain(allowed, c => c.GetProperty("policy").GetString() == "tier 1 alone");
        JsonElement[] front = [.. result.GetProperty("pareto").EnumerateArray()];
        Assert.All(front.Zip(front.Skip(1)), p => Assert.True(Metric(p.First, "latency") <= Metric(p.Second, "latency") && Metric(p.First, "drop") >= Metric(p.Second, "drop")));
        Assert.InRange(result.GetProperty("hypervolume").GetDouble(), 0, 1);

        (int code, string output, _) = await FulcrumProcess.RunAsync("plan", "--explain", folder);
        Assert.Equal(0, code);
        Assert.Contains(chosen.GetProperty("name").GetString()!, output.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Plan_NothingMustStay_SendsTheInputAndSaysThatSplittingLoses()
    {
        JsonElement result = await PlanAsync("--tiers", Write("fast.json", Tiers.Replace("100kbps", "1Gbps")), "--max-drop", "2%", "--samples", "64");
        Assert.Contains(result.GetProperty("reasons").EnumerateArray(), r => r.GetString()!.StartsWith("Splitting loses", StringComparison.Ordinal));
        Assert.Equal(0, result.GetProperty("chosen").GetProperty("tiers")[0].GetProperty("nodes").GetInt32());
    }

    [Fact]
    public async Task Plan_LimitsThatContradict_NamesThemAndTheNearest()
    {
        string error = await RefusedAsync(2, "--tiers", Write("contradict.json", Tiers), "--max-latency", "1us", "--raw-input-stays", "--samples", "16");
        Assert.Contains("plan-infeasible", error);
        Assert.Contains("A limit of", error);
    }

    [Theory]
    [InlineData("\"up\": \"100kbps\"", "\"up\": \"0Mbps\"", "links[0].up")]
    [InlineData("\"up\": \"100kbps\"", "\"up\": \"-5Mbps\"", "links[0].up")]
    [InlineData("\"up\": \"100kbps\"", "\"up\": \"NaNMbps\"", "links[0].up")]
    [InlineData("\"up\": \"100kbps\", ", "", "links[0].up")]
    [InlineData("\"clock\": \"10GHz\"", "\"profile\": \"nowhere.json\"", "nowhere.json")]
    [InlineData("\"rtt\": \"1ms\" }", "\"rtt\": \"1ms\" }, { \"from\": \"server\", \"to\": \"device\", \"up\": \"1Mbps\" }", "loop")]
    public async Task Plan_BadTiers_IsOneClearError(string from, string to, string says)
    {
        string error = await RefusedAsync(2, "--tiers", Write($"bad-{Math.Abs(to.GetHashCode(StringComparison.Ordinal))}.json", Tiers.Replace(from, to)), "--samples", "16");
        Assert.Contains(says, error);
    }

    [Fact]
    public async Task Plan_CalibrationOfOneClass_IsRefused()
    {
        string folder = Directory.CreateDirectory(Path.Combine(TestData.Folder, "one-class")).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(TestData.Folder, "digits")))
        {
            byte[] bytes = File.ReadAllBytes(file);
            if (file.Contains("labels", StringComparison.Ordinal))
                bytes.AsSpan(8).Fill(3);
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), bytes);
        }

        (int code, _, string error) = await FulcrumProcess.RunAsync("plan", data.Model, "--data", folder, "--tiers", Write("one-class.json", Tiers));
        Assert.True(code == 2, error);
        Assert.Contains("plan-one-class", error);
    }

    /// <summary>A profile of the whole machine says nothing of a tier with half a core.</summary>
    [Fact]
    public async Task Plan_ProfileOfAnotherQuota_IsRefused()
    {
        string profile = Path.Combine(TestData.Folder, "whole.json");
        (int code, _, string error) = await FulcrumProcess.RunAsync("profile", data.Model, "--cuts", "0", "--seconds", "0.2", "-o", profile);
        Assert.True(code == 0, error);
        string refused = await RefusedAsync(2, "--tiers", Write("quota.json", Tiers.Replace("\"clock\": \"10MHz\"", "\"cpu\": 0.5, \"profile\": \"whole.json\"")), "--samples", "16");
        Assert.Contains("profile-foreign", refused);
    }

    [Fact]
    public async Task Plan_UnknownMetric_SuggestsTheNearest() =>
        Assert.Contains("Did you mean 'latency'", await RefusedAsync(2, "--tiers", Write("metric.json", Tiers), "--pareto", "latancy,drop"));

    private static double Metric(JsonElement plan, string name) => plan.GetProperty("metrics").GetProperty(name).GetDouble();

    private async Task<JsonElement> PlanAsync(params string[] arguments)
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync(["plan", data.Model, "--data", "digits", .. arguments, "--output", "json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private async Task<string> RefusedAsync(int expected, params string[] arguments)
    {
        (int code, _, string error) = await FulcrumProcess.RunAsync(["plan", data.Model, "--data", "digits", .. arguments]);
        Assert.True(code == expected, error);
        return error;
    }

    private static string Write(string name, string tiers)
    {
        string path = Path.Combine(TestData.Folder, name);
        File.WriteAllText(path, tiers);
        return path;
    }
}
