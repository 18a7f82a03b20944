using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>`apply` with the new options of sptq, and `explain` on what it wrote; the JSON keys are the contract.</summary>
public sealed class ExplainTests(TestData data)
{
    [Fact]
    public async Task Explain_QuantizedModel_RanksEveryLayer()
    {
        string map = Path.Combine(TestData.Folder, "map.json"), folder = Path.Combine(TestData.Folder, "explained");
        await File.WriteAllTextAsync(map, """[{ "match": "Gemm", "bits": 8 }, { "match": "nothing*", "bits": 2 }]""");
        Assert.Equal("precision-unmatched", (await Json(2, "apply", data.Model, $"sptq(map={map})", "--data", "digits", "-o", folder)).GetProperty("problems")[0].GetProperty("code").GetString());
        await File.WriteAllTextAsync(map, """[{ "match": "Gemm", "bits": 8 }, { "match": "Relu", "exclude": false }]""");
        string composition = $"sptq(activations=float, bits=8, map={map})";
        JsonElement applied = await Json(0, "apply", data.Model, composition, "--data", "digits", "-o", folder);
        JsonElement result = await Json(0, "explain", Path.Combine(folder, "model.onnx"), "--against", data.Model, "--data", "digits", "--samples", "50");
        Assert.Equal(50, result.GetProperty("samples").GetInt32());
        JsonElement[] layers = [.. result.GetProperty("layers").EnumerateArray()];
        Assert.Equal(6, layers.Length);
        Assert.Equal(layers.Select(l => l.GetProperty("loss_increase").GetDouble()).OrderDescending(), layers.Select(l => l.GetProperty("loss_increase").GetDouble()));
        Assert.All(layers, l => Assert.True(l.GetProperty("sqnr_db").GetDouble() > 25));
        Assert.All(layers, l => Assert.Equal(("layer", "Gemm"), (l.GetProperty("method").GetString(), l.GetProperty("op").GetString())));
        Assert.True(layers[0].GetProperty("weights").GetProperty("rms").GetDouble() > 0);
        Assert.Contains("6 weights stored", applied.GetProperty("notes")[0].GetString());
    }

    [Fact]
    public async Task Apply_Sptq_WritesTheFusionIntoTheManifest()
    {
        string folder = Path.Combine(TestData.Folder, "fused");
        JsonElement applied = await Json(0, "apply", data.Model, "sptq(samples=20)", "--data", "digits", "-o", folder);
        Assert.Contains("1 boundary, 0 unfused", applied.GetProperty("notes")[0].GetString());
        JsonElement fusion = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json"))).RootElement.GetProperty("fusion");
        Assert.Equal((1, 0), (fusion.GetProperty("boundary").GetArrayLength(), fusion.GetProperty("unfused").GetArrayLength()));
        Assert.True(fusion.GetProperty("integer_kernels").GetInt32() >= 6);
    }

    private static async Task<JsonElement> Json(int exit, params string[] arguments)
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync([.. arguments, "--output", "json"]);
        Assert.True(code == exit, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
