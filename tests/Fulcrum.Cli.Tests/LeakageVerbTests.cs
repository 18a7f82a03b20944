using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>`leakage` on a real model; the JSON keys are the contract.</summary>
public sealed class LeakageVerbTests(TestData data)
{
    [Fact]
    public async Task Leakage_SmallNet_RanksCutsByBothMeasures()
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync("leakage", data.Model, "--data", "digits", "--cuts", "4", "--samples", "64", "--attack-samples", "256", "--attack-epochs", "4", "--output", "json");
        Assert.True(code == 0, error);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        JsonElement[] cuts = [.. result.GetProperty("cuts").EnumerateArray()];
        Assert.Equal(4, cuts.Length);
        Assert.All(cuts, c => Assert.InRange(c.GetProperty("distance_correlation").GetDouble(), -0.2, 1));
        Assert.All(cuts, c => Assert.True(c.GetProperty("psnr_db").GetDouble() > 5));
        Assert.True(cuts[0].GetProperty("distance_correlation").GetDouble() > cuts[^1].GetProperty("distance_correlation").GetDouble(), "ten times fewer values tell less");
    }

    [Fact]
    public async Task Leakage_TooFewSamples_IsAUsageError()
    {
        (int code, _, string error) = await FulcrumProcess.RunAsync("leakage", data.Model, "--data", "digits", "--samples", "3");
        Assert.Equal(2, code);
        Assert.Contains("--samples", error);
    }
}
