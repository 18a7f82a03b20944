using System.Diagnostics;
using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Profiles;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Cli.Tests;

/// <summary>`profile` as a real process; the JSON keys are the contract.</summary>
public sealed class ProfileVerbTests(TestData data) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-profile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Profile_SmallModel_WritesWhatThePredictorReads()
    {
        string path = Path.Combine(_folder, "profile.json");
        JsonElement result = await Json(0, "profile", data.Model, "--threads", "1", "--cuts", "3", "--seconds", "0.3", "-o", path);
        Assert.Equal(1, result.GetProperty("environment").GetProperty("threads").GetInt32());
        Assert.Equal(3, result.GetProperty("segments").GetArrayLength());
        Model model = OnnxFile.Read(data.Model);
        Assert.Equal(model.Graph.Nodes.Count, result.GetProperty("nodes").GetArrayLength());
        Assert.All(result.GetProperty("nodes").EnumerateArray().Where(n => n.GetProperty("op").GetString() == "Gemm"), n => Assert.True(n.GetProperty("ms").GetDouble() > 0));
        MachineProfile profile = ProfileFile.Read(path);
        ModelProfile measured = Assert.Single(profile.Models);
        ModelTimes times = new TimePredictor(profile).For(model, measured.Sha256);
        Assert.Equal(new TimeEstimate(1e-3 * measured.Whole.MedianMs, TimeSource.Measured), times.Whole);
        Assert.Equal(measured.Whole.MedianMs, 1e3 * times.Sum(Enumerable.Range(0, model.Graph.Nodes.Count)).Seconds, 6);
        Assert.Equal(["composed", "fitted", "modelled"], measured.Errors.Select(e => e.Method));
        Assert.Empty(profile.Environment.DiffersFrom(profile.Environment));
    }

    [Fact]
    public async Task Profile_TwoPrecisionsAndOpenSizes_AreKeptApart()
    {
        string floats = Write("f", "g (float[N, 4] x) => (float[N, 4] y) { a = Relu(x) y = Exp(a) }");
        string codes = Write("q", "g (float[N, 4] x) => (float[N, 4] y) <float s = {0.5}, uint8 z = {0}> { q = QuantizeLinear(x, s, z) y = DequantizeLinear(q, s, z) }");
        string path = Path.Combine(_folder, "profile.json");
        await Json(0, "profile", floats, codes, floats, "--dim", "N=3", "--seconds", "0.05", "-o", path);
        MachineProfile profile = ProfileFile.Read(path);
        Assert.Equal([("f", "fp32", 3L), ("q", "int8", 3L)], profile.Models.Select(m => (m.Name, m.Precision, m.Dims["N"])));
        Assert.Contains(profile.Fits, f => (f.Precision, f.Op) == ("int8", "QuantizeLinear"));
    }

    [Fact]
    public async Task Profile_TierWithAQuota_IsMeasuredUnderItOrSaysThatItIsNot()
    {
        string path = Path.Combine(_folder, "profile.json"), tiers = Path.Combine(_folder, "tiers.json");
        await File.WriteAllTextAsync(tiers, """{ "tiers": [ { "name": "device", "cpu": 0.5 } ] }""");
        await Json(0, "profile", data.Model, "--tier", "device", "--tiers", tiers, "--cuts", "1", "--seconds", "0.1", "-o", path);
        MachineEnvironment environment = ProfileFile.Read(path).Environment;
        using var limit = ResourceLimit.Create($"fulcrum-test-{Environment.ProcessId}", 0.5);
        bool isHeld = limit.Refused.Count == 0;
        Assert.Equal(("device", isHeld ? "0.5 cores" : "requested 0.5, not enforced"), (environment.Tier, environment.Quota));
        Assert.Equal(isHeld, environment is { CpuQuota: 0.5, Threads: 1 });
        JsonElement refused = await Json(2, "profile", data.Model, "--tier", "devise", "--tiers", tiers, "-o", path);
        Assert.Equal("tier-unknown", refused.GetProperty("problems")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Profile_Server_AddsTheLink()
    {
        string path = Path.Combine(_folder, "link.json");
        using Process server = FulcrumProcess.Start("serve", "--repository", data.Repository, "--urls", "http://127.0.0.1:0", "--output", "json");
        try
        {
            string url = JsonDocument.Parse((await server.StandardOutput.ReadLineAsync())!).RootElement.GetProperty("url").GetString()!;
            JsonElement link = (await Json(0, "profile", "--server", url, "-o", path)).GetProperty("link");
            Assert.True(link.GetProperty("up_bits_per_second").GetDouble() > 1e6);
            Assert.Equal((40, 0), (ProfileFile.Read(path).Link!.Probes, ProfileFile.Read(path).Models.Count));
        }
        finally
        {
            server.Kill();
        }
    }

    [Theory]
    [InlineData("option-missing", "MODEL")]
    [InlineData("option-missing", "--tiers", "x.onnx", "--tier", "a")]
    [InlineData("option-malformed", "--seconds", "x.onnx", "--seconds", "0")]
    public async Task Profile_NothingToMeasureOrHalfATier_IsRefused(string code, string place, params string[] arguments)
    {
        JsonElement problem = (await Json(2, ["profile", .. arguments, "-o", Path.Combine(_folder, "p.json")])).GetProperty("problems")[0];
        Assert.Equal((code, place), (problem.GetProperty("code").GetString(), problem.GetProperty("place").GetString()));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name + ".onnx");
        OnnxFile.Write(GraphText.Parse($"<ir_version: 8, opset_import: [\"\" : 17]>\n{text}"), path);
        return path;
    }

    private static async Task<JsonElement> Json(int exit, params string[] arguments)
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync([.. arguments, "--output", "json"]);
        Assert.True(code == exit, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
