using System.Diagnostics;
using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>apply as a real process: what it writes, what it keeps, what it refuses.</summary>
public sealed class ApplyVerbTests(TestData data) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-apply-").FullName;

    [Fact]
    public async Task Apply_Twice_WritesTheSameBytesAndAManifestOfEverything()
    {
        await Json("apply", data.Model, "sptq(samples=50) | partition", "--data", "digits", "-o", At("one"));
        await Json("apply", data.Model, "sptq(samples=50) | partition", "--data", "digits", "-o", At("deeper", "two"));
        Assert.Equal(["manifest.json", "segment-1.onnx", "segment-2.onnx"], Names(At("one")));
        Same(At("one"), At("deeper", "two"));
        string text = File.ReadAllText(At("one", "manifest.json"));
        Assert.DoesNotContain(TestData.Folder, text);
        Assert.DoesNotContain(_folder, text);

        JsonElement manifest = JsonDocument.Parse(text).RootElement;
        Assert.Equal((1, "digits", "mlp.onnx", Sha256(data.Model)), (manifest.GetProperty("seed").GetInt32(), manifest.GetProperty("data").GetString(), manifest.GetProperty("model").GetString(), manifest.GetProperty("model_sha256").GetString()));
        Assert.Matches(@"^\d+\.\d+", manifest.GetProperty("version").GetString());
        Assert.Equal(64, manifest.GetProperty("data_sha256").GetProperty("test").GetString()!.Length);
        JsonElement sptq = manifest.GetProperty("steps")[0], partition = manifest.GetProperty("steps")[1];
        Assert.Equal(("50", "7", "mean-square"), (Option(sptq, "samples"), Option(sptq, "bits"), Option(sptq, "ranges")));
        Assert.Equal(("2", "size"), (Option(partition, "parts"), Option(partition, "rule")));
        Assert.Equal(2, sptq.GetProperty("metrics").GetProperty("drop_interval").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, partition.GetProperty("metrics").ValueKind);
        Assert.All(manifest.GetProperty("outputs").EnumerateArray(), o => Assert.Equal(Sha256(At("one", o.GetProperty("file").GetString()!)), o.GetProperty("sha256").GetString()));
        Assert.Equal(["deeper", "one"], Names(_folder));
    }

    [Fact]
    public async Task Apply_Resume_SkipsWhatIsFinishedAndGivesTheSameBytes()
    {
        const string Good = "sptq(samples=50) | partition";
        (int code, _, string error) = await FulcrumProcess.RunAsync("apply", data.Model, "sptq(samples=50) | partition(at=nothing)", "--data", "digits", "-o", At("out"));
        Assert.Equal((2, true, true), (code, error.Contains("cut-unknown", StringComparison.Ordinal), error.Contains("--resume", StringComparison.Ordinal)));
        Assert.Equal([".out.partial"], Names(_folder));

        Assert.Equal(0, (await Json("apply", data.Model, "sptq(samples=51) | partition", "--data", "digits", "--resume", "-o", At("out"))).GetProperty("resumed_steps").GetInt32());
        await FulcrumProcess.RunAsync("apply", data.Model, "sptq(samples=50) | partition(at=nothing)", "--data", "digits", "-o", At("out"));
        Assert.Equal(1, (await Json("apply", data.Model, Good, "--data", "digits", "--resume", "-o", At("out"))).GetProperty("resumed_steps").GetInt32());
        Assert.Equal(0, (await Json("apply", data.Model, Good, "--data", "digits", "-o", At("fresh"))).GetProperty("resumed_steps").GetInt32());
        Same(At("out"), At("fresh"));
        Assert.Equal(["fresh", "out"], Names(_folder));
    }

    [Fact]
    public async Task Apply_BudgetNotMet_WritesNothingAndResumesWithALargerOne()
    {
        string[] command = ["apply", data.Model, "sptq(samples=20, bits=2)", "--data", "digits", "--metric", "f1", "-o", At("out")];
        (int code, _, string error) = await FulcrumProcess.RunAsync([.. command, "--max-drop", "0.1%"]);
        Assert.Equal((3, true, false), (code, error.Contains("f1 falls by", StringComparison.Ordinal), Path.Exists(At("out"))));
        JsonElement result = await Json([.. command, "--max-drop", "100%", "--resume"]);
        Assert.Equal((1, "f1"), (result.GetProperty("resumed_steps").GetInt32(), result.GetProperty("metrics").GetProperty("metric").GetString()));
    }

    [Fact]
    public async Task Apply_WithoutMetric_MeasuresNothingAndMakesTheSameModel()
    {
        string[] command = ["apply", data.Model, "sptq(samples=20)", "--data", "digits"];
        await Json([.. command, "-o", At("measured")]);
        JsonElement result = await Json([.. command, "--metric", "none", "-o", At("unmeasured")]);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("metrics").ValueKind);
        Assert.Equal(File.ReadAllBytes(At("measured", "model.onnx")), File.ReadAllBytes(At("unmeasured", "model.onnx")));
        (int code, _, string error) = await FulcrumProcess.RunAsync([.. command, "--metric", "none", "--max-drop", "1%", "-o", At("refused")]);
        Assert.Equal((2, true), (code, error.Contains("operator-data", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Apply_OverAnEarlierResult_LeavesOnlyTheNewFiles()
    {
        await Json("apply", data.Model, "partition(rule=latency, measure=yes)", "-o", At("out"));
        Assert.Equal(["manifest.json", "measured.json", "segment-1.onnx", "segment-2.onnx"], Names(At("out")));
        Assert.NotEmpty(JsonDocument.Parse(File.ReadAllText(At("out", "measured.json"))).RootElement.GetProperty("measured").EnumerateArray());
        File.WriteAllText(At("out", "mine.txt"), "");
        await Json("apply", data.Model, "identity", "-o", At("out"));
        Assert.Equal(["manifest.json", "mine.txt", "model.onnx"], Names(At("out")));
    }

    [Theory]
    [InlineData("file", "out")]
    [InlineData("file")]
    [InlineData("/proc/1/fulcrum")]
    public async Task Apply_FolderThatCannotBe_IsRefusedBeforeTheWork(params string[] path)
    {
        File.WriteAllText(At("file"), "");
        (int code, _, string error) = await FulcrumProcess.RunAsync("apply", data.Model, "identity", "-o", At(path));
        Assert.Equal(2, code);
        Assert.Contains("[output-not-writable]", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(["file"], Names(_folder));
    }

    [Fact]
    public async Task Apply_FullDisk_SaysSoAndLeavesNothing()
    {
        string disk = Directory.CreateDirectory(At("disk")).FullName;
        if (!OperatingSystem.IsLinux() || !Runs("mount", "-t", "tmpfs", "-o", "size=128k", "none", disk))
            Assert.Skip("A small disk can only be made by root.");
        try
        {
            (int code, _, string error) = await FulcrumProcess.RunAsync("apply", data.Model, "identity", "-o", Path.Combine(disk, "out"));
            Assert.Equal(2, code);
            Assert.Contains("[output-not-writable]", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
            Assert.Empty(Directory.GetFileSystemEntries(disk));
        }
        finally
        {
            Assert.True(Runs("umount", disk));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool Runs(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string? Option(JsonElement step, string name) => step.GetProperty("options").GetProperty(name).GetString();

    private static string Sha256(string path) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));

    private static string[] Names(string folder) => [.. Directory.GetFileSystemEntries(folder).Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal)];

    private static void Same(string one, string other)
    {
        Assert.Equal(Names(one), Names(other));
        Assert.All(Names(one), n => Assert.Equal(File.ReadAllBytes(Path.Combine(one, n)), File.ReadAllBytes(Path.Combine(other, n))));
    }

    private string At(params string[] parts) => Path.Combine([_folder, .. parts]);

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync([.. arguments, "--output", "json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
