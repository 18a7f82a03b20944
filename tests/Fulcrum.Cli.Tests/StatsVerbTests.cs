using System.Globalization;
using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>`stats` on measurements; the JSON keys are the contract.</summary>
public sealed class StatsVerbTests
{
    [Fact]
    public async Task Stats_TwoModels_ComparesEachPairWithin()
    {
        string file = Path.Combine(TestData.Folder, "stats.csv");
        await File.WriteAllLinesAsync(file, ["model,operator,run,phase,latency_s", .. Rows()]);
        (int code, string output, string error) = await FulcrumProcess.RunAsync("stats", file, "--group-by", "model", "--factor", "operator", "--output", "json");
        Assert.True(code == 0, error);
        Assert.Contains("6 rows of the phase 'warmup'", error);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        JsonElement[] pairs = [.. result.GetProperty("comparisons").EnumerateArray()];
        Assert.Equal(["net sptq", "net qat", "net qat"], pairs[..3].Select(p => $"{p.GetProperty("model").GetString()} {p.GetProperty("b").GetString()}"));
        Assert.Equal((true, 1.0, "L"), (pairs[0].GetProperty("significant").GetBoolean(), pairs[0].GetProperty("delta").GetDouble(), pairs[0].GetProperty("label").GetString()));
        Assert.InRange(pairs[0].GetProperty("p_adjusted").GetDouble(), 0, 1e-9);
        Assert.Equal(2, result.GetProperty("kruskal_wallis").GetArrayLength());
        Assert.Equal(6, result.GetProperty("normality").GetArrayLength());
        Assert.Equal(20, result.GetProperty("medians")[0].GetProperty("n").GetInt32());
        Assert.Equal(2, result.GetProperty("medians")[0].GetProperty("interval").GetArrayLength());
        Assert.Equal(4, result.GetProperty("speedups")[0].GetProperty("ratio").GetDouble(), 1.0);

        (code, output, error) = await FulcrumProcess.RunAsync("stats", file, "--pair", "--where", "model=net");
        Assert.True(code == 0, error);
        Assert.Contains("paired by run", output);
        Assert.Contains("-L", output);
    }

    /// <summary>Rounds of a study: the column is found by its name, another is named.</summary>
    [Fact]
    public async Task Stats_WithRounds_ComparesOverThem()
    {
        string file = Path.Combine(TestData.Folder, "rounds.csv");
        await File.WriteAllLinesAsync(file, ["operator,round,day,latency_s", "a,1,x,1", "a,1,x,1", "a,2,y,2", "a,3,y,3", "b,1,x,2", "b,2,y,4", "b,3,y,6"]);
        (int code, string output, string error) = await FulcrumProcess.RunAsync("stats", file, "--output", "json");
        Assert.True(code == 0, error);
        JsonElement over = JsonDocument.Parse(output).RootElement.GetProperty("speedups")[0].GetProperty("over_blocks");
        Assert.Equal((3, 0.5), (over.GetProperty("blocks").GetInt32(), over.GetProperty("ratio").GetDouble()));
        (code, output, error) = await FulcrumProcess.RunAsync("stats", file, "--block", "day");
        Assert.True(code == 0, error);
        Assert.Contains("over days", output);
        (code, _, error) = await FulcrumProcess.RunAsync("stats", file, "--block", "week");
        Assert.Equal(2, code);
        Assert.Contains("There is no column 'week'", error);
    }

    [Fact]
    public async Task Stats_BadInput_IsOneLineAndCodeTwo()
    {
        string file = Path.Combine(TestData.Folder, "bad-stats.csv");
        await File.WriteAllTextAsync(file, "model,operator,latency_s\nm,a,1\nm,b,fast\n");
        (int code, _, string error) = await FulcrumProcess.RunAsync("stats", file);
        Assert.Equal(2, code);
        Assert.StartsWith($"{file}:3: 'fast'", error);
        (code, _, error) = await FulcrumProcess.RunAsync("stats", file, "--where", "operator");
        Assert.Equal(2, code);
        Assert.Contains("where-form", error);
    }

    private static IEnumerable<string> Rows() =>
        from model in new[] { "net", "other" }
        from level in new[] { (Name: "identity", Scale: 4.0), (Name: "sptq", Scale: 1.0), (Name: "qat", Scale: 1.02) }
        from run in Enumerable.Range(0, 21)
        select string.Create(CultureInfo.InvariantCulture, $"{model},{level.Name},{run},{(run == 0 ? "warmup" : "timed")},{level.Scale * (1 + (run * 37 % 21 / 50.0))}");
}
